import type { JsonObject } from '#contract/json';
import type { ResourceType } from '#contract/kube';
import { fieldOf, isRecord, listOf, textOf } from './json-fields.ts';
import { isTableOnly } from './list-path.ts';

/** One page of a list, whatever its form. */
export interface ListPage {
  readonly items: readonly JsonObject[];
  readonly continueToken: string;
  readonly resourceVersion: string;
  /** Null where the server does not tell. */
  readonly remaining: number | null;
  /** Items that are no objects with a name. */
  readonly malformed: number;
}

/** Reads an answer as a page of that resource; a text says why it is none. */
export const readPage = (type: ResourceType, json: unknown): ListPage | string => {
  if (!isRecord(json)) return 'The answer is no list.';
  if (isTableOnly(type))
    return isTable(json)
      ? pageOf(json, tableItems(json))
      : 'The server did not answer with a Table: the answer was thrown away unread, since it may hold values.';
  if (!Array.isArray(json['items']) && json['items'] !== null) return 'The answer is no list.';
  return pageOf(json, listOf(json['items']));
};

const isTable = (json: Readonly<Record<string, unknown>>): boolean =>
  json['kind'] === 'Table' && textOf(json['apiVersion']).startsWith('meta.k8s.io/');

const pageOf = (json: Readonly<Record<string, unknown>>, found: readonly unknown[]): ListPage => {
  const items = found.filter(isNamed);
  const remaining = fieldOf(json, 'metadata', 'remainingItemCount');
  return {
    items,
    continueToken: textOf(fieldOf(json, 'metadata', 'continue')),
    resourceVersion: textOf(fieldOf(json, 'metadata', 'resourceVersion')),
    remaining: typeof remaining === 'number' && remaining >= 0 ? remaining : null,
    malformed: found.length - items.length,
  };
};

const isNamed = (item: unknown): item is JsonObject => textOf(fieldOf(item, 'metadata', 'name')) !== '';

/** Rows as Secrets: metadata from the row's object, the type from its column. Anything else of the row is dropped. */
const tableItems = (table: Readonly<Record<string, unknown>>): readonly unknown[] => {
  const typeColumn = listOf(table['columnDefinitions']).findIndex(column => fieldOf(column, 'name') === 'Type');
  return listOf(table['rows']).map(row => {
    const metadata = fieldOf(row, 'object', 'metadata');
    const secretType = typeColumn < 0 ? undefined : listOf(fieldOf(row, 'cells'))[typeColumn];
    return { apiVersion: 'v1', kind: 'Secret', metadata, ...(typeof secretType === 'string' ? { type: secretType } : {}) };
  });
};

const plainToken = /"continue":"([A-Za-z0-9_=+/-]{1,8192})"/;

/**
 * The continue token of a page that is not parsed yet, so that the next is on its way meanwhile. Built-in lists write
 * their metadata first, custom resources' last; anywhere else it is not looked for.
 */
export const peekToken = (text: string): string | undefined => {
  const head = /^\{"kind":"\w{1,128}","apiVersion":"[\w./-]{1,256}","metadata":\{([^{}]*)\}/.exec(text.slice(0, 10_000))?.[1];
  const metadata = head ?? /"metadata":\{([^{}]{0,9000})\}\}\s*$/.exec(text.slice(-10_000))?.[1];
  return metadata === undefined ? undefined : plainToken.exec(metadata)?.[1];
};
