import { fork } from 'node:child_process';
import type { StartCore } from '#contract/core-messages';
import { coreFile } from './core-file.ts';

/** The test entry's way, for an Electron whose own Node is too old for the core: a plain Node 24, named by the test. */
export const startForkedCore: StartCore = args => {
  const execPath = process.env['PLUMBLINE_TEST_NODE'];
  if (execPath === undefined) throw new Error('the test entry needs PLUMBLINE_TEST_NODE, the path of a Node 24');
  const child = fork(coreFile(), [...args], {
    execPath,
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return {
    post: message => {
      if (child.connected) child.send(message);
    },
    onMessage: listener => child.on('message', listener),
    onExit: listener => child.on('exit', listener),
    kill: () => child.kill(),
  };
};
