import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblem } from './text-file.ts';
import type { Problem } from '#contract/problem';

/** What a folder tree holds for us. Charts are not entered: their files make sense only rendered. */
export interface Walked {
  readonly files: readonly string[];
  readonly charts: readonly string[];
  readonly kustomizations: readonly string[];
  /** Folders that could not be read, and a tree that is too large. */
  readonly problems: readonly Problem[];
}

const mostFiles = 20_000;
const deepest = 40;

const isManifestName = (name: string): boolean => /\.(?:ya?ml|json)$/i.test(name);
/** Never manifests of a person: dependencies, and what tools keep under a leading dot. */
const isPassedOver = (name: string): boolean => name === 'node_modules' || name.startsWith('.');

export const kindOfFolder = (names: readonly string[]): 'chart' | 'kustomization' | 'plain' => {
  if (names.includes('Chart.yaml')) return 'chart';
  return names.some(name => ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].includes(name))
    ? 'kustomization'
    : 'plain';
};

/** In the order of names, so that two runs read alike. Links to folders are not followed: they make circles. */
export const walkFolder = async (root: string): Promise<Walked> => {
  const walked = { files: [] as string[], charts: [] as string[], kustomizations: [] as string[], problems: [] as Problem[] };
  const enter = async (folder: string, depth: number): Promise<void> => {
    if (depth > deepest || walked.files.length >= mostFiles) return;
    const entries = await entriesOf(folder, walked.problems);
    const kind = kindOfFolder(entries.map(({ name }) => name));
    if (kind === 'chart' && depth > 0) {
      walked.charts.push(folder);
      return;
    }
    if (kind === 'kustomization' && depth > 0) walked.kustomizations.push(folder);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !isPassedOver(entry.name)) await enter(path, depth + 1);
      else if (isManifestName(entry.name) && (await isFile(entry, path))) walked.files.push(path);
    }
  };
  await enter(root, 0);
  return walked;
};

const entriesOf = async (folder: string, problems: Problem[]): Promise<readonly Dirent[]> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    problems.push(fileProblem(folder, error));
    return [];
  }
};

const isFile = async (entry: Dirent, path: string): Promise<boolean> => {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};
