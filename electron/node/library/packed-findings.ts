import type { Finding } from '#contract/finding';
import type { ObjectRef } from '#contract/kube';
import { packLines, unpackTexts } from './json-lines.ts';

/**
 * Findings as short rows that point into tables of what repeats: rule texts, objects, and lists of replicas, which the
 * findings of one workload share. Opening a list of 30,000 takes a third of the time and memory that the whole JSON does.
 * A list of parts, tables before rows, each of the size that is unpacked within some milliseconds.
 */
type Part =
  | { readonly packed: 'texts'; readonly values: readonly string[] }
  | { readonly packed: 'objects'; readonly values: readonly ObjectRef[] }
  | { readonly packed: 'replicas'; readonly values: readonly Finding['occurrences'][] }
  | { readonly packed: 'frameworks'; readonly values: readonly Finding['frameworks'][] }
  | { readonly packed: 'rows'; readonly values: readonly Row[] };

/** Numbers are places in the tables, -1 for none. */
type Row = readonly [
  id: string,
  message: string,
  rule: number,
  status: number,
  severity: number,
  resource: number,
  /** 1: its owner is incomplete, 2: it is fixable. */
  flags: number,
  stands: number,
  standsPath: number,
  container: number,
  path: number,
  replicas: number,
  why: number,
  fix: number,
  frameworks: number,
  needs: Finding['needs'],
  source: Finding['source'] | null,
];

const rowsInPart = 1024;
const valuesInPart = 4096;

interface Table<V> {
  readonly values: readonly V[];
  readonly placeOf: (value: V) => number;
}

const createTable = <V>(keyOf: (value: V) => string): Table<V> => {
  const places = new Map<string, number>();
  const values: V[] = [];
  return {
    values,
    placeOf: value => {
      const key = keyOf(value);
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, values.length);
      return values.push(value) - 1;
    },
  };
};

const json = (value: unknown): string => JSON.stringify(value);

const partsOf = function* <V>(values: readonly V[], size: number): Generator<readonly V[]> {
  for (let from = 0; from < values.length; from += size) yield values.slice(from, from + size);
};

const createPacker = () => {
  const texts = createTable<string>(text => text);
  const objects = createTable<ObjectRef>(json);
  const replicas = createTable<Finding['occurrences']>(json);
  const frameworks = createTable<Finding['frameworks']>(json);
  const rowOf = (finding: Finding): Row => {
    const { id, message, ruleId, status, severity, resource, ownerIncomplete, fixable, at, ...more } = finding;
    const { path, occurrences, why, fix, frameworks: controls, needs, source, ...unknown } = more;
    // A field that this form does not know would be lost: the compiler refuses one.
    unknown satisfies Record<string, never>;
    return [
      id,
      message,
      texts.placeOf(ruleId),
      texts.placeOf(status),
      texts.placeOf(severity),
      resource === null ? -1 : objects.placeOf(resource),
      (ownerIncomplete ? 1 : 0) + (fixable ? 2 : 0),
      at === null ? -1 : objects.placeOf(at.resource),
      at === null ? -1 : texts.placeOf(at.path),
      at?.container === undefined ? -1 : texts.placeOf(at.container),
      texts.placeOf(path),
      replicas.placeOf(occurrences),
      texts.placeOf(why),
      texts.placeOf(fix),
      frameworks.placeOf(controls),
      needs,
      source ?? null,
    ];
  };
  return { texts, objects, replicas, frameworks, rowOf };
};

/** Bodies of the parts, in their order. */
export const packFindings = function* (findings: readonly Finding[]): Generator<Uint8Array | null> {
  const { texts, objects, replicas, frameworks, rowOf } = createPacker();
  const rows = findings.map(rowOf);
  const body = (part: Part): Uint8Array | null => packLines([JSON.stringify(part)]);
  for (const values of partsOf(texts.values, valuesInPart)) yield body({ packed: 'texts', values });
  for (const values of partsOf(objects.values, valuesInPart)) yield body({ packed: 'objects', values });
  for (const values of partsOf(replicas.values, rowsInPart)) yield body({ packed: 'replicas', values });
  for (const values of partsOf(frameworks.values, valuesInPart)) yield body({ packed: 'frameworks', values });
  for (const values of partsOf(rows, rowsInPart)) yield body({ packed: 'rows', values });
};

interface Tables {
  readonly texts: string[];
  readonly objects: ObjectRef[];
  readonly replicas: Finding['occurrences'][];
  readonly frameworks: Finding['frameworks'][];
}

const at = <V>(values: readonly V[], place: number): V => {
  const value = values[place];
  if (value === undefined) throw new Error(`A finding points to ${String(place)}, where its table has nothing.`);
  return value;
};

const findingOf = (tables: Tables, row: Row): Finding => {
  const [id, message, rule, status, severity, resource, flags, stands, standsPath, container, path] = row;
  const [, , , , , , , , , , , replicas, why, fix, frameworks, needs, source] = row;
  const { texts, objects } = tables;
  return {
    id,
    ruleId: at(texts, rule),
    status: at(texts, status) as Finding['status'],
    severity: at(texts, severity) as Finding['severity'],
    resource: resource < 0 ? null : at(objects, resource),
    ownerIncomplete: (flags & 1) !== 0,
    at:
      stands < 0
        ? null
        : {
            resource: at(objects, stands),
            path: at(texts, standsPath),
            ...(container < 0 ? {} : { container: at(texts, container) }),
          },
    path: at(texts, path),
    occurrences: at(tables.replicas, replicas),
    ...(source === null ? {} : { source }),
    message,
    why: at(texts, why),
    fix: at(texts, fix),
    frameworks: at(tables.frameworks, frameworks),
    fixable: (flags & 2) !== 0,
    needs,
  };
};

const append = <V>(to: V[], values: readonly V[]): void => {
  for (const value of values) to.push(value);
};

const isPart = (text: string): boolean => text.startsWith('{"packed":');

/**
 * Findings as they were kept, part by part: who has others to serve pauses in between. Files of the first format hold blocks of
 * whole findings. Those of one workload share their lists: they are to be read alone.
 */
export const unpackFindings = function* (bodies: Iterable<Uint8Array>): Generator<readonly Finding[]> {
  const tables: Tables = { texts: [], objects: [], replicas: [], frameworks: [] };
  for (const body of bodies) {
    const [first = '', ...others] = unpackTexts(body);
    if (!isPart(first)) {
      yield [first, ...others].map(text => JSON.parse(text) as Finding);
      continue;
    }
    const part = JSON.parse(first) as Part;
    if (part.packed === 'rows') yield part.values.map(row => findingOf(tables, row));
    else {
      append(tables[part.packed] as unknown[], part.values);
      yield [];
    }
  }
};
