import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { CoverageEntry } from '#contract/coverage';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { failedFile } from '#core/manifests/file-coverage';
import type { ManifestFile } from '#core/manifests/parse-manifests';
import { kindOfFolder, walkFolder } from './folder-walk.ts';
import { render, type RenderOptions } from './render.ts';
import { decodeText, fileProblem, readTextFile } from './text-file.ts';

export interface ReadManifests {
  readonly files: readonly ManifestFile[];
  /** Files and charts inside a folder that could not be read. What is named itself and cannot be read is a problem. */
  readonly coverage: readonly CoverageEntry[];
  /** What a reader should know: "deploy/ was rendered by helm template". */
  readonly notes: readonly string[];
}

export interface ReadOptions extends RenderOptions {
  readonly stdin: () => Promise<Uint8Array>;
}

interface Reading {
  readonly files: Map<string, ManifestFile>;
  readonly coverage: CoverageEntry[];
  readonly notes: string[];
}

/**
 * What `--manifests PATH…` names: files, folders with all below them, `-`. A folder that is a chart or a kustomization is
 * rendered by the user's own tool. Paths in the answer are as the user wrote them, with what is below.
 */
export const readManifestPaths = async (
  paths: readonly string[],
  options: ReadOptions,
): Promise<Result<ReadManifests, Problem>> => {
  const reading: Reading = { files: new Map(), coverage: [], notes: [] };
  for (const path of paths) {
    const problem = path === '-' ? await readStdin(reading, options) : await readPath(reading, path, options);
    if (problem !== undefined) return fail(problem);
  }
  return ok({ files: [...reading.files.values()], coverage: reading.coverage, notes: reading.notes });
};

const readStdin = async (reading: Reading, options: ReadOptions): Promise<Problem | undefined> => {
  const text = decodeText(await options.stdin(), 'standard input');
  if (!text.ok) return text.error;
  reading.files.set('-', { path: '-', text: text.value });
  return undefined;
};

const readPath = async (reading: Reading, path: string, options: ReadOptions): Promise<Problem | undefined> => {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return await readNamedFile(reading, path);
    const kind = kindOfFolder(await readdir(path));
    return kind === 'plain' ? await readFolder(reading, path, options) : await readRendered(reading, kind, path, options);
  } catch (error) {
    return fileProblem(path, error);
  }
};

const readNamedFile = async (reading: Reading, path: string): Promise<Problem | undefined> => {
  const text = await readTextFile(path, path);
  if (!text.ok) return text.error;
  reading.files.set(resolve(path), { path, text: text.value });
  return undefined;
};

const readRendered = async (
  reading: Reading,
  kind: 'chart' | 'kustomization',
  folder: string,
  options: ReadOptions,
): Promise<Problem | undefined> => {
  const rendered = await render(kind, resolve(folder), folder, options);
  if (!rendered.ok) return rendered.error;
  reading.files.set(resolve(folder), { path: `${folder} (${rendered.value.by})`, text: rendered.value.text });
  reading.notes.push(`${folder} was rendered by ${rendered.value.by}; lines count in what it printed.`);
  return undefined;
};

const readFolder = async (reading: Reading, folder: string, options: ReadOptions): Promise<undefined> => {
  const walked = await walkFolder(folder);
  for (const { what, why } of walked.problems) reading.coverage.push(failedFile(folder, `${what} ${why}`));
  for (const file of walked.files) {
    const shown = shownBelow(folder, file);
    const text = await readTextFile(file, shown);
    if (text.ok) reading.files.set(resolve(file), { path: shown, text: text.value });
    else reading.coverage.push(failedFile(shown, `${text.error.what} ${text.error.why}`));
  }
  for (const chart of walked.charts) {
    const problem = await readRendered(reading, 'chart', shownBelow(folder, chart), options);
    if (problem?.code === 'cancelled') return undefined;
    if (problem !== undefined) reading.coverage.push(failedFile(shownBelow(folder, chart), `${problem.what} ${problem.why}`));
  }
  if (walked.kustomizations.length > 0) reading.notes.push(kustomizationNote(folder, walked.kustomizations));
  return undefined;
};

/** Building each would bring every base in once for each overlay. */
const kustomizationNote = (folder: string, found: readonly string[]): string => {
  const names = found.slice(0, 3).map(path => shownBelow(folder, path));
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  return `${names.join(', ')}${more}: kustomizations, whose files were read as they stand. Name such a folder itself to see what it makes.`;
};

const shownBelow = (folder: string, path: string): string => join(folder, relative(folder, path)).replaceAll('\\', '/');
