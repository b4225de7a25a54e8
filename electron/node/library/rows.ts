import type { Coverage } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { Fact, Redaction } from '#contract/fact';
import type { Finding } from '#contract/finding';
import { type KubeObject, nameInKey, objectKey, type ResourceName, type ResourceType } from '#contract/kube';
import type { SnapshotMeta } from '#contract/snapshot';
import { memberPath, splitResourceName } from '#core/evidence/member-path';
import type { Database } from './database.ts';
import { packLines, packValues } from './json-lines.ts';
import { packFindings } from './packed-findings.ts';
import { schemaVersion } from './schema.ts';
import { summarise } from './summary.ts';

/** One page of a list, by the resource's name. `resource` '' holds facts whose object is not there. */
export interface PageRow {
  readonly resource: ResourceName;
  readonly namespace: string | null;
  readonly objects: readonly KubeObject[];
  readonly facts: readonly Fact[];
  readonly redactions: readonly Redaction[];
}

const blockCharacters = 128 * 1024;
const searchCharacters = 2000;

const searchText = (object: KubeObject): string => {
  const { labels } = object.metadata;
  const pairs =
    typeof labels === 'object' && labels !== null ? Object.entries(labels).map(([key, value]) => `${key}=${value}`) : [];
  return [object.kind, object.metadata.namespace ?? '', object.metadata.name, ...pairs]
    .join(' ')
    .slice(0, searchCharacters)
    .toLowerCase();
};

const insertObject = (
  database: Database,
  page: number,
  block: number,
  slot: number,
  resource: ResourceName,
  object: KubeObject,
): void => {
  const { resource: plural, group } = splitResourceName(resource);
  const { metadata } = object;
  // The latest wins: a list that shifts between pages can show an object twice.
  const id = database.run(
    'INSERT OR REPLACE INTO object (page, block, slot, key, path) VALUES (?, ?, ?, ?, ?)',
    page,
    block,
    slot,
    objectKey(group, plural, metadata.namespace, nameInKey(metadata)),
    memberPath(resource, object),
  );
  database.run('INSERT OR REPLACE INTO search (object, text) VALUES (?, ?)', id, searchText(object));
};

const insertBlock = (
  database: Database,
  page: number,
  resource: ResourceName,
  objects: readonly KubeObject[],
  texts: readonly string[],
): void => {
  const block = database.run('INSERT INTO block (page, body) VALUES (?, ?)', page, packLines(texts));
  for (const [slot, object] of objects.entries()) insertObject(database, page, block, slot, resource, object);
};

/** Call inside a transaction. */
export const insertPage = (database: Database, page: PageRow): void => {
  const id = database.run(
    'INSERT INTO page (resource, namespace, facts, redactions) VALUES (?, ?, ?, ?)',
    page.resource,
    page.namespace,
    packValues(page.facts),
    packValues(page.redactions),
  );
  let objects: KubeObject[] = [];
  let texts: string[] = [];
  let size = 0;
  for (const object of page.objects) {
    const text = JSON.stringify(object);
    objects.push(object);
    texts.push(text);
    size += text.length;
    if (size < blockCharacters) continue;
    insertBlock(database, id, page.resource, objects, texts);
    objects = [];
    texts = [];
    size = 0;
  }
  if (objects.length > 0) insertBlock(database, id, page.resource, objects, texts);
};

const ofList = '(SELECT id FROM page WHERE resource = ? AND namespace IS ?)';

/** Forgets the pages of one list. Call inside a transaction. */
export const deletePages = (database: Database, resource: ResourceName, namespace: string | null): void => {
  database.run(`DELETE FROM search WHERE object IN (SELECT id FROM object WHERE page IN ${ofList})`, resource, namespace);
  for (const table of ['object', 'block']) database.run(`DELETE FROM ${table} WHERE page IN ${ofList}`, resource, namespace);
  database.run('DELETE FROM page WHERE resource = ? AND namespace IS ?', resource, namespace);
};

const insertFindings = (database: Database, findings: readonly Finding[]): void => {
  for (const body of packFindings(findings)) database.run('INSERT INTO finding (body) VALUES (?)', body);
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
};

const objectCount = (database: Database): number =>
  database.get<{ count: number }>('SELECT count(*) AS count FROM object')?.count ?? 0;

export interface Final {
  readonly title: string;
  readonly meta: SnapshotMeta;
  readonly types: readonly ResourceType[];
  readonly coverage: Coverage;
  readonly evaluation: Evaluation;
}

/** What is known when all pages are in. Call inside a transaction. */
export const insertFinal = (database: Database, final: Final): void => {
  for (const type of final.types) database.run('INSERT INTO type (body) VALUES (?)', JSON.stringify(type));
  for (const entry of final.coverage.entries) database.run('INSERT INTO coverage (body) VALUES (?)', JSON.stringify(entry));
  insertFindings(database, final.evaluation.findings);
  const { findings: _, ...evaluation } = final.evaluation;
  const { lists, ...meta } = final.meta;
  database.run(
    'INSERT INTO snapshot (id, title, summary, meta, namespaces, evaluation) VALUES (1, ?, ?, ?, ?, ?)',
    final.title,
    JSON.stringify(summarise(meta, objectCount(database), final.evaluation)),
    JSON.stringify({ ...meta, lists }),
    JSON.stringify(final.coverage.namespaces),
    JSON.stringify(evaluation),
  );
};

/** Call inside a transaction. */
export const updateEvaluation = (database: Database, meta: SnapshotMeta, evaluation: Evaluation): void => {
  const { findings, ...rest } = evaluation;
  const { lists: _, ...withoutLists } = meta;
  database.run('DELETE FROM finding');
  insertFindings(database, findings);
  database.run(
    'UPDATE snapshot SET summary = ?, evaluation = ? WHERE id = 1',
    JSON.stringify(summarise(withoutLists, objectCount(database), evaluation)),
    JSON.stringify(rest),
  );
};
