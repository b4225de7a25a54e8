import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Another process may have made it meanwhile. */
const makeOne = (path: string): void => {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!isFolder(path)) throw error;
  }
};

/**
 * Makes a folder that only its owner can enter, and those above it; one that is there keeps its mode. Throws the system's error.
 * Not by `recursive: true`: under /proc, where the system says of each folder that it does not exist, Node tries for ever.
 */
export const makeFolder = (path: string): void => {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  makeOne(path);
};
