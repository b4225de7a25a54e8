import { captureDefaults } from '#contract/capture';
import type { CoverageState } from '#contract/coverage';
import type { Fact, Redaction } from '#contract/fact';
import type { KubeObject, ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { Result } from '#contract/result';
import type { ListRecord } from '#contract/snapshot';
import type { Ports, SnapshotSink } from '#core/ports';
import type { Pipeline } from '#core/redact/pipeline';
import { withoutFieldSets } from './field-sets.ts';
import type { ListPage } from './list-page.ts';
import { peekToken, readPage } from './list-page.ts';
import { acceptOf, listPath, listQuery } from './list-path.ts';
import type { ProgressBoard } from './progress.ts';
import type { Answer, Ask, NoAnswer, Requester } from './requester.ts';
import { isCustom } from './selection.ts';

/** What reading lists shares over a capture. */
export interface ListContext {
  readonly requester: Requester;
  readonly pipeline: Pipeline;
  readonly sink: SnapshotSink;
  readonly ports: Ports;
  readonly signal: AbortSignal;
  readonly progress: ProgressBoard;
  readonly excludedNamespaces: ReadonlySet<string>;
  /** What each custom resource has taken of its caps, over its namespaces. */
  readonly taken: Map<string, { objects: number; bytes: number }>;
  /** Sees each object that is kept. */
  readonly onObject: (type: ResourceType, object: KubeObject) => void;
}

/** What reading one list came to. */
export interface ListOutcome {
  readonly namespace: string | null;
  readonly state: CoverageState;
  readonly count: number;
  readonly reason: string;
  readonly record: ListRecord | null;
  /** Why the connection failed, where it did. */
  readonly noAnswer?: NoAnswer;
}

/** Times that an expired list is started anew, before the server's own token is taken, which gives an inconsistent one. */
const maxRestarts = 3;

const smallestPage = 5;

interface Reading {
  readonly context: ListContext;
  readonly type: ResourceType;
  readonly namespace: string | null;
  readonly startedAt: string;
  limit: number;
  count: number;
  pages: number;
  malformed: number;
  resourceVersion: string;
  restarts: number;
  inconsistent: boolean;
  /** The next page, asked for while this one is parsed. */
  ahead: { readonly token: string; readonly answer: Promise<Result<Answer, NoAnswer>> } | undefined;
}

/** Reads one list to its end, page by page into the sink. Never fails: what went wrong is the outcome. */
export const readList = async (context: ListContext, type: ResourceType, namespace: string | null): Promise<ListOutcome> => {
  const reading: Reading = {
    context,
    type,
    namespace,
    startedAt: context.ports.clock.iso(context.ports.clock.now()),
    limit: captureDefaults.pageSize,
    count: 0,
    pages: 0,
    malformed: 0,
    resourceVersion: '',
    restarts: 0,
    inconsistent: false,
    ahead: undefined,
  };
  let token = '';
  for (;;) {
    const answer = await nextPage(reading, token);
    if (!answer.ok) {
      const again = afterNoAnswer(reading, token, answer.error);
      if (again === undefined) return endedEarly(reading, answer.error);
      token = again;
      continue;
    }
    const page = readPage(type, answer.value.json);
    if (typeof page === 'string') return outcome(reading, reading.count > 0 ? 'partial' : 'failed', page);
    askAhead(reading, token, page.continueToken, answer.value.bytes);
    const capped = await takePage(reading, page, answer.value.bytes);
    if (capped !== undefined) return outcome(reading, 'partial', capped);
    if (page.continueToken === '') return finished(reading);
    token = page.continueToken;
  }
};

const nextPage = (reading: Reading, token: string): Promise<Result<Answer, NoAnswer>> => {
  const { ahead } = reading;
  reading.ahead = undefined;
  return ahead !== undefined && ahead.token === token && token !== '' ? ahead.answer : ask(reading, token);
};

const ask = (reading: Reading, token: string): Promise<Result<Answer, NoAnswer>> => {
  const { context, type, namespace } = reading;
  const name = resourceName(type.group, type.resource);
  context.progress.asked(name);
  return context.requester.get({
    path: listPath(type, namespace),
    query: listQuery(type, reading.limit, token),
    accept: acceptOf(type),
    goesOn: token !== '',
    onRetry: note => context.progress.retrying(name, note),
    onText: (text, bytes) => askAhead(reading, token, peekToken(text), bytes),
    ...trimOf(context.pipeline, type),
  });
};

/** Custom resources may hold anything anywhere: theirs are parsed as they came, unless nobody looks at it. */
const trimOf = (pipeline: Pipeline, type: ResourceType): Pick<Ask, 'trim' | 'withoutManagedFields'> => {
  const wanted = pipeline.managedFields(type);
  if (wanted === 'nothing') return { withoutManagedFields: true };
  return wanted === 'managers' && !isCustom(type) ? { trim: withoutFieldSets } : {};
};

const askAhead = (reading: Reading, token: string, next: string | undefined, bytes: number): void => {
  // One page ahead at most, so memory stays bounded. Also where all places are taken: the longest list decides how long it takes.
  if (next === undefined || next === '' || next === token || reading.ahead !== undefined) return;
  if (isOverCap(reading, bytes)) return;
  reading.ahead = { token: next, answer: ask(reading, next) };
};

/** The token to go on with; undefined where this is the end. */
const afterNoAnswer = (reading: Reading, token: string, error: NoAnswer): string | undefined => {
  if (error.kind === 'too-large' && reading.limit > smallestPage) {
    reading.limit = Math.max(smallestPage, Math.floor(reading.limit / 10));
    return token;
  }
  if (error.kind !== 'expired') return undefined;
  if (reading.restarts < maxRestarts) {
    reading.restarts += 1;
    startAnew(reading);
    return '';
  }
  if (error.continueToken === undefined) return undefined;
  reading.inconsistent = true;
  return error.continueToken;
};

const startAnew = (reading: Reading): void => {
  const { context, type } = reading;
  const name = resourceName(type.group, type.resource);
  context.sink.restart(type, reading.namespace);
  context.progress.restarted(name, reading.count);
  const taken = context.taken.get(name);
  if (taken !== undefined) taken.objects -= reading.count;
  reading.count = 0;
  reading.pages = 0;
  reading.malformed = 0;
  reading.ahead = undefined;
};

/** Puts a page through the pipeline into the sink; a text says which cap ended the list. */
const takePage = async (reading: Reading, page: ListPage, bytes: number): Promise<string | undefined> => {
  const { context, type } = reading;
  const room = roomLeft(reading);
  const objects: KubeObject[] = [];
  const facts: Fact[] = [];
  const redactions: Redaction[] = [];
  context.pipeline.page?.(page.items, type);
  for (const item of page.items) {
    if (objects.length >= room) break;
    if (isExcluded(reading, item)) continue;
    const processed = context.pipeline.object(item, type);
    objects.push(processed.object);
    for (const fact of processed.facts) facts.push(fact);
    for (const redaction of processed.redactions) redactions.push(redaction);
    context.onObject(type, processed.object);
    if (objects.length % 25 === 0) await context.ports.pause();
  }
  reading.pages += 1;
  reading.count += objects.length;
  reading.malformed += page.malformed;
  reading.resourceVersion = page.resourceVersion;
  context.sink.page({ type, namespace: reading.namespace, objects, facts, redactions });
  context.progress.page(resourceName(type.group, type.resource), objects.length, bytes, page.remaining);
  await context.ports.pause();
  return count(reading, objects.length, bytes, page);
};

const isExcluded = (reading: Reading, item: { readonly metadata?: unknown }): boolean => {
  const { excludedNamespaces } = reading.context;
  if (excludedNamespaces.size === 0) return false;
  const metadata = item.metadata as { readonly namespace?: unknown; readonly name?: unknown };
  const namespace = reading.type.namespaced
    ? metadata.namespace
    : reading.type.group === '' && reading.type.resource === 'namespaces'
      ? metadata.name
      : undefined;
  return typeof namespace === 'string' && excludedNamespaces.has(namespace);
};

const takenOf = (reading: Reading): { objects: number; bytes: number } => {
  const name = resourceName(reading.type.group, reading.type.resource);
  const known = reading.context.taken.get(name);
  if (known !== undefined) return known;
  const none = { objects: 0, bytes: 0 };
  reading.context.taken.set(name, none);
  return none;
};

const roomLeft = (reading: Reading): number =>
  isCustom(reading.type) ? captureDefaults.customResourceObjects - takenOf(reading).objects : Number.POSITIVE_INFINITY;

const isOverCap = (reading: Reading, bytes: number): boolean => {
  if (!isCustom(reading.type)) return false;
  const taken = takenOf(reading);
  return (
    taken.objects + reading.limit >= captureDefaults.customResourceObjects ||
    taken.bytes + bytes >= captureDefaults.customResourceBytes
  );
};

const count = (reading: Reading, objects: number, bytes: number, page: ListPage): string | undefined => {
  if (!isCustom(reading.type)) return undefined;
  const taken = takenOf(reading);
  taken.objects += objects;
  taken.bytes += bytes;
  const more = page.remaining === null ? 'more' : `${String(page.remaining)} more`;
  if (taken.objects >= captureDefaults.customResourceObjects && (page.continueToken !== '' || page.items.length > objects))
    return `The cap of ${String(captureDefaults.customResourceObjects)} objects for one custom resource was reached; ${more} are on the server.`;
  if (taken.bytes >= captureDefaults.customResourceBytes && page.continueToken !== '')
    return `The cap of ${String(captureDefaults.customResourceBytes / 1024 / 1024)} MiB for one custom resource was reached; ${more} are on the server.`;
  return undefined;
};

const finished = (reading: Reading): ListOutcome =>
  reading.malformed > 0
    ? outcome(reading, 'partial', `${String(reading.malformed)} items were no objects with a name and were left out.`)
    : outcome(
        reading,
        'full',
        reading.inconsistent ? 'The list expired again and again: its pages are of different moments.' : '',
      );

const outcome = (reading: Reading, state: CoverageState, reason: string, noAnswer?: NoAnswer): ListOutcome => ({
  namespace: reading.namespace,
  state,
  count: reading.count,
  reason,
  record: reading.pages === 0 ? null : recordOf(reading),
  ...(noAnswer === undefined ? {} : { noAnswer }),
});

const recordOf = (reading: Reading): ListRecord => ({
  group: reading.type.group,
  version: reading.type.version,
  resource: reading.type.resource,
  namespace: reading.namespace,
  resourceVersion: reading.resourceVersion,
  pages: reading.pages,
  startedAt: reading.startedAt,
  endedAt: reading.context.ports.clock.iso(reading.context.ports.clock.now()),
  inconsistent: reading.inconsistent,
});

const states: Readonly<Record<NoAnswer['kind'], CoverageState>> = {
  denied: 'denied',
  absent: 'not-served',
  budget: 'skipped',
  cancelled: 'skipped',
  expired: 'failed',
  unacceptable: 'failed',
  'too-large': 'failed',
  failed: 'failed',
};

const endedEarly = (reading: Reading, error: NoAnswer): ListOutcome =>
  outcome(
    reading,
    reading.pages > 0 ? 'partial' : states[error.kind],
    reading.pages > 0 ? `Only the first ${String(reading.count)} were read. ${error.reason}` : error.reason,
    error,
  );
