import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { StartCore } from '#contract/core-messages';

/** The release's way: Electron's utility process, with its own Node. */
export const startUtilityCore: StartCore = args => {
  const child = utilityProcess.fork(join(process.resourcesPath, 'core', 'core-process.cjs'), [...args], { serviceName: 'Plumbline core', stdio: 'inherit' });
  return {
    post: message => child.postMessage(message),
    onMessage: listener => child.on('message', listener),
    onExit: listener => child.on('exit', listener),
    kill: () => child.kill(),
  };
};
