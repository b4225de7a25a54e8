import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { ContextSource } from '#contract/context';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { decodeKubeconfig } from './decode.ts';
import type { Kubeconfig } from './entries.ts';
import { mergeKubeconfigs } from './merge.ts';
import { isMissing, readText, reasonOf } from './read-text.ts';

/** What the user added by hand. Each stands alone and is never merged with another. */
export type AddedSource =
  | { readonly kind: 'file' | 'folder'; readonly path: string }
  | { readonly kind: 'pasted'; readonly id: string; readonly label: string; readonly text: string };

/** A source after reading. `problem` is set where nothing of it could be used. */
export interface LoadedSource {
  readonly source: ContextSource;
  readonly config: Kubeconfig;
  readonly problem: Problem | null;
}

const folderFileLimit = 2 * 1024 * 1024;
const folderFiles = 200;

/** `--kubeconfig FILE`: that file alone; it must be there. */
export const loadFlag = (path: string): Promise<LoadedSource> => loadOne(path, 'flag', true, true);

/** `~/.kube/config`; missing is not wrong. */
export const loadDefault = (home: string): Promise<LoadedSource> =>
  loadOne(join(home, '.kube', 'config'), 'default', true, false);

const longestId = 256;

/**
 * The id of a list is the list itself. One of hundreds of files would stand beside each of its contexts, more than a reply may
 * hold, so that the page's hosts name it by its digest.
 */
const listId = (list: string, shortIds: boolean): string =>
  shortIds && list.length > longestId ? `KUBECONFIG:${createHash('sha256').update(list).digest('hex').slice(0, 32)}` : list;

/** The `KUBECONFIG` list, merged into one source; missing files are skipped, a broken one is told beside the others. */
export async function loadList(list: string, shortIds = false): Promise<LoadedSource> {
  const files = [...new Set(list.split(delimiter).filter(part => part !== ''))];
  const loaded = await Promise.all(files.map(async file => ({ file, result: await loadFile(file) })));
  const good = loaded.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const broken = loaded.flatMap(({ result }) => (result.ok || result.error === 'missing' ? [] : [result.error]));
  const missing = loaded.flatMap(({ file, result }) => (!result.ok && result.error === 'missing' ? [file] : []));
  const config = mergeKubeconfigs(good);
  const notes = [
    ...broken.map(one => one.what),
    ...(broken.length > 0 && good.length > 0 ? ['kubectl refuses the whole list while one of its files is broken'] : []),
  ];
  const nothing = good.length === 0 && missing.length > 0 && broken.length === 0;
  const missingProblem = problem('kubeconfig-missing', {
    what: `None of the files of KUBECONFIG exists: ${missing.join(', ')}.`,
    why: 'The environment variable names files that are not there.',
  });
  return {
    source: {
      id: listId(list, shortIds),
      kind: 'environment',
      label: list,
      trustedExec: true,
      problems: [...notes, ...config.problems, ...(nothing ? [missingProblem.what] : [])],
    },
    config,
    problem: good.length > 0 ? null : (broken[0] ?? (nothing ? missingProblem : null)),
  };
}

/** Every kubeconfig directly in a folder, each as its own source; locks, swap files and backups are passed over. */
export async function loadFolder(folder: string): Promise<readonly LoadedSource[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter(entry => !entry.isDirectory() && !isScratch(entry.name)).map(entry => entry.name);
    const all = await Promise.all(
      names
        .toSorted()
        .slice(0, folderFiles)
        .map(name => loadOne(join(folder, name), 'folder', false, true, folderFileLimit)),
    );
    return all.filter(one => one.config.contexts.size > 0 || (one.problem !== null && looksLikeKubeconfig(one.source.id)));
  } catch (error) {
    const what = `The folder ${folder} cannot be read: ${isMissing(error) ? 'it does not exist' : reasonOf(error)}.`;
    return [
      brokenSource(
        { id: folder, kind: 'folder', label: folder, trustedExec: false, problems: [] },
        problem('kubeconfig-missing', { what, why: 'It was added by hand.', at: { file: folder } }),
      ),
    ];
  }
}

const isScratch = (name: string): boolean => /^[.#]|[~#]$|\.(?:lock|sw[a-p]|bak|backup|orig|old|tmp|temp)$/i.test(name);
const looksLikeKubeconfig = (path: string): boolean => /(?:\.(?:ya?ml|conf|kubeconfig)|[/\\]config[^/\\]*)$/i.test(path);

export function loadPasted(id: string, label: string, text: string): LoadedSource {
  const source: ContextSource = { id: `pasted:${id}`, kind: 'pasted', label, trustedExec: false, problems: [] };
  const decoded = decodeKubeconfig(text, { file: null, label });
  return decoded.ok
    ? { source: { ...source, problems: [...decoded.value.problems] }, config: decoded.value, problem: null }
    : brokenSource(source, decoded.error);
}

export const loadAddedFile = (path: string): Promise<LoadedSource> => loadOne(path, 'file', false, true);

async function loadOne(
  path: string,
  kind: ContextSource['kind'],
  trustedExec: boolean,
  required: boolean,
  limit?: number,
): Promise<LoadedSource> {
  const source: ContextSource = { id: path, kind, label: path, trustedExec, problems: [] };
  const loaded = await loadFile(path, limit);
  if (loaded.ok) return { source: { ...source, problems: [...loaded.value.problems] }, config: loaded.value, problem: null };
  if (loaded.error !== 'missing') return brokenSource(source, loaded.error);
  const missing = problem('kubeconfig-missing', {
    what: `The kubeconfig ${path} does not exist.`,
    why: required ? 'It was named, so it must be there.' : 'It is the default place.',
    at: { file: path },
  });
  return required ? brokenSource(source, missing) : { source, config: mergeKubeconfigs([]), problem: missing };
}

const brokenSource = (source: ContextSource, found: Problem): LoadedSource => ({
  source: { ...source, problems: [found.what] },
  config: mergeKubeconfigs([]),
  problem: found,
});

async function loadFile(path: string, limit?: number): Promise<Result<Kubeconfig, Problem | 'missing'>> {
  const text = await readText(path, limit);
  if (!text.ok) return fail(text.error.missing ? 'missing' : text.error.problem);
  const decoded = decodeKubeconfig(text.value, { file: resolve(path), label: path });
  return decoded.ok ? ok(decoded.value) : decoded;
}
