import type { ContextEntry, ContextSource } from '#contract/context';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { contextEntry } from './context-entry.ts';
import type { Kubeconfig } from './entries.ts';
import { FileProbe } from './file-probe.ts';
import { resolveContext, type ResolvedContext } from './resolve.ts';
import {
  loadAddedFile,
  loadDefault,
  loadFlag,
  loadFolder,
  loadList,
  loadPasted,
  type AddedSource,
  type LoadedSource,
} from './source-files.ts';
import { faultsOf, type ContextFault } from './validate.ts';

export type { AddedSource } from './source-files.ts';

export interface LoadSourcesOptions {
  /** `--kubeconfig`. */
  readonly flag?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly added?: readonly AddedSource[];
  /** Long lists of files get a short id; contexts that were named by the list are found all the same. */
  readonly shortIds?: boolean;
}

/** A context's name, with its source where that is known; without one, the main source is looked at first. */
export interface ContextChoice {
  readonly name: string;
  readonly source?: string | undefined;
}

export interface KubeconfigSources {
  readonly sources: ContextSource[];
  /** Sorted by name within their source, the main source first. */
  readonly contexts: ContextEntry[];
  /** Set where there is no context at all, or the file named by the flag cannot be used. */
  readonly problem: Problem | null;
  /** The merged content of a source. */
  config(source: string): Kubeconfig | undefined;
  /** The file in which a context is defined; null for pasted text. */
  fileOf(context: { readonly source: string; readonly name: string }): string | null;
  /**
   * A context with its cluster and user; without a choice the current context of `source` (or of the main source).
   * Errors: `context-unknown`, `context-broken`, `credentials-unreadable`, or why the sources could not be read.
   */
  resolve(choice: ContextChoice | undefined, source?: string): Result<ResolvedContext, Problem>;
}

/**
 * The kubeconfigs of a user by kubectl's rules: the flag's file alone, else the `KUBECONFIG` list merged into one source,
 * else `~/.kube/config`; and each file, folder or pasted text added by hand standing alone beside it.
 */
export async function loadSources(options: LoadSourcesOptions): Promise<KubeconfigSources> {
  const main = await loadMain(options);
  const added = await Promise.all((options.added ?? []).map(loadAdded));
  const loaded = distinct([main, ...added.flat()]);
  const probe = new FileProbe();
  const views = await Promise.all(loaded.map(one => viewSource(one, probe)));
  const contexts = views.flatMap(view => view.contexts);
  return {
    sources: loaded.filter(one => one === main || one.source.kind !== 'default').map(one => one.source),
    contexts,
    problem: overallProblem(main, contexts.length),
    config: source => loaded.find(one => one.source.id === source)?.config,
    fileOf: ({ source, name }) => loaded.find(one => one.source.id === source)?.config.contexts.get(name)?.file ?? null,
    resolve: (choice, source) => resolveIn(views, choice, source ?? choice?.source),
  };
}

function loadMain(options: LoadSourcesOptions): Promise<LoadedSource> {
  if (options.flag !== undefined && options.flag !== '') return loadFlag(options.flag);
  const list = options.env['KUBECONFIG'];
  return list !== undefined && list !== '' ? loadList(list, options.shortIds) : loadDefault(options.home);
}

async function loadAdded(added: AddedSource): Promise<readonly LoadedSource[]> {
  if (added.kind === 'pasted') return [loadPasted(added.id, added.label, added.text)];
  return added.kind === 'folder' ? loadFolder(added.path) : [await loadAddedFile(added.path)];
}

/** One source an id: a file added by hand that is also the main one is shown once. */
function distinct(loaded: readonly LoadedSource[]): readonly LoadedSource[] {
  const byId = new Map<string, LoadedSource>();
  for (const one of loaded) if (!byId.has(one.source.id)) byId.set(one.source.id, one);
  return [...byId.values()];
}

interface SourceView {
  readonly loaded: LoadedSource;
  readonly contexts: readonly ContextEntry[];
  readonly faults: ReadonlyMap<string, readonly ContextFault[]>;
}

async function viewSource(loaded: LoadedSource, probe: FileProbe): Promise<SourceView> {
  const names = [...loaded.config.contexts.keys()].toSorted();
  const faults = new Map<string, readonly ContextFault[]>();
  const contexts: ContextEntry[] = [];
  for (const name of names) {
    const context = loaded.config.contexts.get(name);
    if (context === undefined) continue;
    const found = await faultsOf(name, context, loaded.config, probe);
    faults.set(name, found);
    contexts.push(await contextEntry(loaded.source.id, name, context, loaded.config, found, probe));
  }
  return { loaded, contexts, faults };
}

function overallProblem(main: LoadedSource, contexts: number): Problem | null {
  if (main.problem !== null && (main.source.kind === 'flag' || contexts === 0)) return main.problem;
  if (contexts > 0) return null;
  return problem('kubeconfig-invalid', {
    what: `${main.source.label} defines no context.`,
    why: main.source.problems[0] ?? 'It has no entry under `contexts`.',
    at: { file: main.source.label, field: 'contexts' },
  });
}

/** A list is also known by itself, as snapshots of other hosts name it. */
const isSource = ({ id, kind, label }: ContextSource, wanted: string): boolean =>
  id === wanted || (kind === 'environment' && label === wanted);

function resolveIn(
  views: readonly SourceView[],
  choice: ContextChoice | undefined,
  source: string | undefined,
): Result<ResolvedContext, Problem> {
  const candidates = source === undefined ? views : views.filter(view => isSource(view.loaded.source, source));
  const [main] = candidates;
  if (main === undefined)
    return fail(unknown(`There is no kubeconfig source “${source ?? ''}”.`, 'It was removed, or its file moved.'));
  const name = choice?.name ?? main.loaded.config.currentContext;
  if (name === '')
    return fail(
      main.loaded.problem ?? unknown(`${main.loaded.source.label} has no current context.`, 'Its current-context is empty.'),
    );
  const found = candidates.filter(view => view.loaded.config.contexts.has(name));
  const [first, second] = found;
  if (first === undefined)
    return fail(
      main.loaded.problem ?? unknown(`There is no context “${name}” in ${main.loaded.source.label}.`, listing(candidates)),
    );
  if (first !== main && second !== undefined) {
    return fail(
      unknown(
        `The context “${name}” is defined in ${found.map(view => view.loaded.source.label).join(' and ')}.`,
        'Name one of the files, since each stands alone.',
      ),
    );
  }
  const resolved = resolveContext(first.loaded, name, first.faults.get(name) ?? []);
  return resolved.ok ? ok(resolved.value) : resolved;
}

const unknown = (what: string, why: string): Problem => problem('context-unknown', { what, why });

function listing(views: readonly SourceView[]): string {
  const names = views.flatMap(view => view.contexts.map(context => context.name));
  if (names.length === 0) return 'No context is defined at all.';
  return `Defined are: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`;
}
