import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cachePath } from '#electron/platform/home-path';
import { makeFolder } from '#electron/platform/make-folder';

/**
 * Compiled code of former runs, so that what is imported below need not be compiled again. Without a folder that can be
 * written, it is compiled as ever: this never fails.
 */
const keepCompiledCode = (folder: string): void => {
  try {
    makeFolder(folder);
    nodeModule.enableCompileCache(folder);
  } catch {
    // Slower, and no worse.
  }
};

keepCompiledCode(join(cachePath({ env: process.env, platform: process.platform, homedir: homedir() }), 'code'));

await import('./main.ts');
