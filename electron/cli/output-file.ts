import { existsSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { ExportFile } from './cli-core.ts';

/** What is being written and not renamed yet. */
const unfinished = new Set<string>();

/** For the end of the process at a bad moment: nothing half-written stays. */
export const removeUnfinished = (): void => {
  for (const path of unfinished) rmSync(path, { recursive: true, force: true });
  unfinished.clear();
};

const temporaryBeside = (path: string): string => `${path}.${randomBytes(6).toString('hex')}.tmp`;

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const unwritable = (path: string, error: unknown): Problem =>
  problem('file-unreadable', {
    what: `${path} could not be written.`,
    why: 'The operating system refused it.',
    todo: 'Check the folder’s permissions and the free space, or name another place with --output.',
    detail: words(error),
    at: { file: path },
  });

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const parentProblem = (path: string): Problem | undefined => {
  const parent = dirname(resolve(path));
  if (isFolder(parent)) return undefined;
  return problem('file-missing', {
    what: `${path} cannot be written: the folder ${parent} does not exist.`,
    why: '--output makes a file, not the folders above it.',
    todo: 'Make the folder first, or name another place.',
    at: { file: path },
  });
};

const isSpecial = (path: string): boolean => existsSync(path) && !statSync(path).isFile();

/** Asked before the work starts, so that an hour of capture is not lost to a typing error. */
export const outputFileProblem = (path: string): Problem | undefined => {
  if (!isFolder(path)) return parentProblem(path);
  return problem('file-exists', {
    what: `${path} is a folder.`,
    why: '--output of this command names a file.',
    todo: 'Name a file in it.',
    at: { file: path },
  });
};

/** A bundle is renamed into place, which would replace a device or a pipe by a file. */
export const outputBundleProblem = (path: string): Problem | undefined => {
  if (isFolder(path) || !isSpecial(path)) return outputFileProblem(path);
  return problem('file-exists', {
    what: `${path} is no ordinary file.`,
    why: 'A bundle is written beside its place and renamed, which a device or a pipe does not allow.',
    todo: 'Name an ordinary file.',
    at: { file: path },
  });
};

/** A folder that is there and holds something is left alone. */
export const outputFolderProblem = async (path: string): Promise<Problem | undefined> => {
  if (!existsSync(path)) return parentProblem(path);
  if (isFolder(path) && (await readdir(path)).length === 0) return undefined;
  return problem('file-exists', {
    what: `${path} exists already${isFolder(path) ? ' and is not empty' : ''}.`,
    why: 'A folder of patches is written whole and never mixed with an older one.',
    todo: 'Name a new folder, or remove this one first.',
    at: { file: path },
  });
};

const replaceBy = async (
  path: string,
  temporary: string,
  write: () => Promise<void>,
  signal: AbortSignal,
): Promise<Result<void>> => {
  unfinished.add(temporary);
  try {
    await write();
    if (signal.aborted) {
      return fail(problem('cancelled', { what: `${path} was not written.`, why: 'Ctrl-C was pressed.' }));
    }
    await rename(temporary, path);
    return ok(undefined);
  } catch (error) {
    return fail(unwritable(path, error));
  } finally {
    await rm(temporary, { recursive: true, force: true });
    unfinished.delete(temporary);
  }
};

const writeNew = async (temporary: string, text: string): Promise<void> => {
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
};

const writeSpecial = async (path: string, text: string): Promise<Result<void>> => {
  try {
    await writeFile(path, text);
    return ok(undefined);
  } catch (error) {
    return fail(unwritable(path, error));
  }
};

/**
 * Writes beside the file and renames: a reader sees the old file or the whole new one. A link is followed; a device or a
 * pipe (/dev/stdout) is written to, never replaced.
 */
export const writeOutputFile = async (path: string, text: string, signal: AbortSignal): Promise<Result<void>> => {
  if (isSpecial(path)) return writeSpecial(path, text);
  const target = existsSync(path) ? await realpath(path) : path;
  const temporary = temporaryBeside(target);
  return replaceBy(target, temporary, () => writeNew(temporary, text), signal);
};

/** Each part of a path comes from object names: none may lead out of the folder. */
const inside = (folder: string, path: string): string => {
  const parts = path.split('/');
  if (parts.some(part => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part)))
    throw new Error(`The path ${path} leads out of the folder.`);
  return join(folder, ...parts);
};

/** A whole folder appears at once, or not at all. */
export const writeOutputFolder = (path: string, files: readonly ExportFile[], signal: AbortSignal): Promise<Result<void>> => {
  const temporary = temporaryBeside(resolve(path));
  return replaceBy(
    path,
    temporary,
    async () => {
      await mkdir(temporary);
      for (const file of files) {
        if (signal.aborted) return;
        const target = inside(temporary, file.path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, file.text, { encoding: 'utf8', flag: 'wx' });
      }
    },
    signal,
  );
};
