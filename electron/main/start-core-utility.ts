import { utilityProcess } from 'electron';
import type { StartCore } from '#contract/core-messages';
import { coreFile } from './core-file.ts';

/** The release's way: Electron's utility process, with its own Node. */
export const startUtilityCore: StartCore = args => {
  const child = utilityProcess.fork(coreFile(), [...args], { serviceName: 'Plumbline core', stdio: 'inherit' });
  return {
    post: message => child.postMessage(message),
    onMessage: listener => child.on('message', listener),
    onExit: listener => child.on('exit', listener),
    kill: () => child.kill(),
  };
};
