import { join } from 'node:path';
import { app } from 'electron';

/** The core lies beside app.asar, never in it: a plain Node, which runs it in tests, cannot read an archive. */
export const coreFile = (): string =>
  app.isPackaged ? join(process.resourcesPath, 'core', 'core-process.cjs') : join(__dirname, '..', 'node', 'core-process.cjs');
