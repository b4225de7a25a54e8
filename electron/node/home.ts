import { homedir } from 'node:os';
import { problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { messageOf } from '#node/system-error';
import { homePath, type HomeOptions } from '../platform/home-path.ts';
import { makeFolder } from '../platform/make-folder.ts';

/** Makes a folder that only its owner can enter; one that is there already keeps its mode. */
export const makePrivateFolder = (path: string): Result<string> => {
  try {
    makeFolder(path);
    return ok(path);
  } catch (error) {
    return fail(
      problem('library', { what: `The data folder ${path} cannot be made.`, why: messageOf(error), at: { file: path } }),
    );
  }
};

/** The data folder, there and private. */
export const openHome = (env: HomeOptions['env']): Result<string> =>
  makePrivateFolder(homePath({ env, platform: process.platform, homedir: homedir() }));
