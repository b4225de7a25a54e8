import type { Coverage, CoverageEntry } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { Fact, Redaction } from '#contract/fact';
import type { Finding } from '#contract/finding';
import { type KubeObject, objectKey, type ObjectKey, type ResourceName, type ResourceType } from '#contract/kube';
import type { Snapshot, SnapshotMeta, SnapshotSummary } from '#contract/snapshot';
import type { BundleSource, ObjectMember } from '#core/evidence/bundle';
import { splitResourceName } from '#core/evidence/member-path';
import type { Ports } from '#core/ports';
import type { ObjectEntry } from '#core/services';
import type { Result } from '#contract/result';
import type { BundleRecord } from '#contract/verified-bundle';
import { readAnnotations } from './annotations.ts';
import type { Database } from './database.ts';
import { unpackLines, unpackTexts } from './json-lines.ts';
import { unpackFindings } from './packed-findings.ts';
import type { StoredSummary } from './summary.ts';

/**
 * One snapshot of the library, read row by row: only `load` and `source` reach all objects. The file's pages were checked
 * when it was opened; what breaks or vanishes after that throws.
 */
export interface StoredSnapshot {
  readonly id: string;
  summary(): SnapshotSummary;
  meta(): SnapshotMeta;
  types(): readonly ResourceType[];
  coverage(): Coverage;
  evaluation(): Evaluation;
  findings(): readonly Finding[];
  /** The same in parts, each made when it is taken: some milliseconds of work. */
  findingParts(): Iterable<readonly Finding[]>;
  object(key: ObjectKey): KubeObject | undefined;
  /** Of one object, or of all. */
  facts(key?: ObjectKey): readonly Fact[];
  redactions(): readonly Redaction[];
  redactionsOf(key: ObjectKey): readonly Redaction[];
  /** Of one resource, or of what of it stands in one namespace. */
  objectsOf(resource: ResourceName, namespace?: string): readonly KubeObject[];
  /** At most `limit` keys, each with its searchable text, after the row with this id. */
  entries(after: number, limit: number): readonly ObjectEntry[];
  objectKeys(): readonly ObjectKey[];
  /** Keys of objects whose kind, namespace, name or labels hold every word, at most `limit` of them. */
  search(text: string, limit: number): readonly ObjectKey[];
  /** Everything, for re-evaluation. */
  load(): Snapshot;
  /** The same with pauses; undefined when the signal aborts. */
  loadInSteps(ports: Pick<Ports, 'pause'>, signal: AbortSignal): Promise<Snapshot | undefined>;
  /** Everything, object by object, for export. */
  source(): BundleSource;
  replaceEvaluation(evaluation: Evaluation): Result<SnapshotSummary>;
  close(): void;
}

interface Place {
  readonly block: number;
  readonly slot: number;
}

interface ObjectRow extends Place {
  readonly path: string;
  readonly resource: ResourceName;
}

interface SnapshotRow {
  readonly title: string;
  readonly summary: string;
}

/** The row that a list of snapshots shows; throws where the file has none, which only a broken file lacks. */
export const readSummary = (database: Database, id: string, bytes: number): SnapshotSummary => {
  const row = database.get<SnapshotRow>('SELECT title, summary FROM snapshot WHERE id = 1');
  if (row === undefined) throw new Error(`The snapshot ${id} has no summary.`);
  const beside = readAnnotations(database);
  const notes = beside.get('notes');
  const bundle = beside.get('bundle');
  return {
    id,
    title: row.title,
    ...(JSON.parse(row.summary) as StoredSummary),
    bytes,
    ...(notes === undefined ? {} : { notes }),
    ...(bundle === undefined ? {} : { bundle: JSON.parse(bundle) as BundleRecord }),
  };
};

const column = (database: Database, name: 'meta' | 'namespaces' | 'evaluation'): unknown =>
  JSON.parse(database.get<{ value: string }>(`SELECT ${name} AS value FROM snapshot WHERE id = 1`)?.value ?? 'null');

export const readMeta = (database: Database): SnapshotMeta => column(database, 'meta') as SnapshotMeta;

export const readTypes = (database: Database): readonly ResourceType[] =>
  database.all<{ body: string }>('SELECT body FROM type ORDER BY position').map(row => JSON.parse(row.body) as ResourceType);

export const readCoverage = (database: Database): Coverage => ({
  namespaces: column(database, 'namespaces') as readonly string[] | null,
  entries: database
    .all<{ body: string }>('SELECT body FROM coverage ORDER BY position')
    .map(row => JSON.parse(row.body) as CoverageEntry),
});

/** The file is read at once, and each part unpacked when it is taken. */
export const readFindingParts = (database: Database): Iterable<readonly Finding[]> =>
  unpackFindings(database.all<{ body: Uint8Array }>('SELECT body FROM finding ORDER BY position').map(row => row.body));

export const readFindings = (database: Database): readonly Finding[] => [...readFindingParts(database)].flat();

/** Its findings are read when they are asked for: coverage and tallies are wanted without them. */
export const readEvaluation = (database: Database): Evaluation => {
  let read: readonly Finding[] | undefined;
  return {
    ...(column(database, 'evaluation') as Omit<Evaluation, 'findings'>),
    get findings() {
      return (read ??= readFindings(database));
    },
  };
};

const blockTexts = (database: Database, block: number): readonly string[] =>
  unpackTexts(database.get<{ body: Uint8Array }>('SELECT body FROM block WHERE id = ?', block)?.body ?? null);

const textAt = (texts: readonly string[], { block, slot }: Place): string => {
  const text = texts[slot];
  if (text === undefined) throw new Error(`Block ${block} holds no object ${slot}.`);
  return text;
};

export const readObject = (database: Database, key: ObjectKey): KubeObject | undefined => {
  const place = database.get<Place>('SELECT block, slot FROM object WHERE key = ?', key);
  return place === undefined ? undefined : (JSON.parse(textAt(blockTexts(database, place.block), place)) as KubeObject);
};

export function* readAll<T>(database: Database, name: 'facts' | 'redactions'): Generator<T> {
  for (const { body } of database.iterate<{ body: Uint8Array }>(
    `SELECT ${name} AS body FROM page WHERE ${name} IS NOT NULL ORDER BY id`,
  ))
    yield* unpackLines<T>(body);
}

/** The packed pages that may hold something of one object. */
const pagesOf = (database: Database, name: 'facts' | 'redactions', key: ObjectKey): readonly Uint8Array[] =>
  database
    .all<{ body: Uint8Array }>(
      `SELECT ${name} AS body FROM page WHERE ${name} IS NOT NULL AND (id = (SELECT page FROM object WHERE key = ?) OR resource = '')`,
      key,
    )
    .map(({ body }) => body);

export const readFactsOf = (database: Database, key: ObjectKey): readonly Fact[] =>
  pagesOf(database, 'facts', key)
    .flatMap(body => unpackLines<Fact>(body))
    .filter(fact => fact.object === key);

export const readRedactionsOf = (database: Database, key: ObjectKey): readonly Redaction[] =>
  pagesOf(database, 'redactions', key)
    .flatMap(body => unpackLines<Redaction>(body))
    .filter(redaction => redaction.object === key);

export const readEntries = (database: Database, after: number, limit: number): readonly ObjectEntry[] =>
  database.all<ObjectEntry>(
    "SELECT object.id, object.key, coalesce(search.text, '') AS text FROM object LEFT JOIN search ON search.object = object.id WHERE object.id > ? ORDER BY object.id LIMIT ?",
    after,
    limit,
  );

/** The next string of those that begin with `prefix` and end here: keys between are found by their index. */
const past = (prefix: string): string => `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;

export const readObjectsOf = (database: Database, resource: ResourceName, namespace?: string): readonly KubeObject[] => {
  const { resource: plural, group } = splitResourceName(resource);
  const prefix = namespace === undefined ? `${group}/${plural}/` : objectKey(group, plural, namespace, '');
  const read = blockReader(database);
  return database
    .all<Place>('SELECT block, slot FROM object WHERE key >= ? AND key < ? ORDER BY block, slot', prefix, past(prefix))
    .map(read);
};

export const searchKeys = (database: Database, text: string, limit: number): readonly ObjectKey[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
  const where = words.map(() => 'instr(search.text, ?) > 0').join(' AND ') || 'TRUE';
  return database
    .all<{ key: string }>(
      `SELECT key FROM search JOIN object ON object.id = search.object WHERE ${where} ORDER BY key LIMIT ?`,
      ...words,
      limit,
    )
    .map(row => row.key);
};

const objectRows = (database: Database): readonly ObjectRow[] =>
  database.all<ObjectRow>(
    'SELECT object.path, object.block, object.slot, page.resource FROM object JOIN page ON page.id = object.page ORDER BY object.block, object.slot',
  );

const byPath = (left: { readonly path: string }, right: { readonly path: string }): number => (left.path < right.path ? -1 : 1);

/** Blocks that stay unpacked, some 128 KiB each: neighbours by path mostly share one. */
const unpackedBlocks = 512;

/** Reads by place, each block unpacked once where places come in order. */
const blockReader = (database: Database): ((place: Place) => KubeObject) => {
  const recent = new Map<number, readonly string[]>();
  return place => {
    let texts = recent.get(place.block);
    if (texts === undefined) {
      texts = blockTexts(database, place.block);
      recent.set(place.block, texts);
      const oldest = recent.keys().next().value;
      if (recent.size > unpackedBlocks && oldest !== undefined) recent.delete(oldest);
    }
    return JSON.parse(textAt(texts, place)) as KubeObject;
  };
};

const rowsInStep = 200;

/** Page by page, with no statement that stays open in between. */
function* stepsOfAll<T>(database: Database, name: 'facts' | 'redactions'): Generator<undefined, readonly T[]> {
  const found: T[] = [];
  for (const { id } of database.all<{ id: number }>(`SELECT id FROM page WHERE ${name} IS NOT NULL ORDER BY id`)) {
    const body = database.get<{ body: Uint8Array }>(`SELECT ${name} AS body FROM page WHERE id = ?`, id)?.body ?? null;
    for (const value of unpackLines<T>(body)) found.push(value);
    yield;
  }
  return found;
}

/** The whole snapshot, in steps of some milliseconds each. */
function* stepsOfSnapshot(database: Database): Generator<undefined, Snapshot> {
  const read = blockReader(database);
  const rows: { readonly path: string; readonly resource: ResourceName; readonly object: KubeObject }[] = [];
  for (const row of objectRows(database)) {
    rows.push({ path: row.path, resource: row.resource, object: read(row) });
    if (rows.length % rowsInStep === 0) yield;
  }
  const objects = new Map<ResourceName, KubeObject[]>();
  for (const { resource, object } of rows.sort(byPath)) {
    const list = objects.get(resource);
    if (list === undefined) objects.set(resource, [object]);
    else list.push(object);
  }
  yield;
  return {
    meta: readMeta(database),
    types: readTypes(database),
    objects,
    facts: yield* stepsOfAll<Fact>(database, 'facts'),
    redactions: yield* stepsOfAll<Redaction>(database, 'redactions'),
    coverage: readCoverage(database),
  };
}

export const readSnapshot = (database: Database): Snapshot => {
  const steps = stepsOfSnapshot(database);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

/** The same with pauses: 50,000 objects take two seconds, in which a cancel would find nobody. */
export const readSnapshotInSteps = async (
  database: Database,
  { pause }: Pick<Ports, 'pause'>,
  signal: AbortSignal,
): Promise<Snapshot | undefined> => {
  const steps = stepsOfSnapshot(database);
  while (!signal.aborted) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
  return undefined;
};

export const readSource = (database: Database): BundleSource => ({
  meta: readMeta(database),
  types: readTypes(database),
  coverage: readCoverage(database),
  facts: () => readAll<Fact>(database, 'facts'),
  redactions: () => readAll<Redaction>(database, 'redactions'),
  objects: () => {
    const read = blockReader(database);
    return objectRows(database).map((row): ObjectMember => ({ path: row.path, read: () => read(row) }));
  },
});
