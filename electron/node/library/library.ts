import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Coverage } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { Fact, Redaction } from '#contract/fact';
import { type KubeObject, nameInKey, objectKey, type ResourceName, type ResourceType } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot, SnapshotMeta, SnapshotSummary } from '#contract/snapshot';
import { emptyTray, Tray } from '#contract/tray';
import { splitResourceName } from '#core/evidence/member-path';
import type { Ports, SnapshotSink } from '#core/ports';
import type { SnapshotChange } from '#core/services';
import { makePrivateFolder } from '#node/home';
import { messageOf } from '#node/system-error';
import { type AnnotationName, readAnnotation, writeAnnotation } from './annotations.ts';
import {
  damagedFiles,
  dropOwnCaptures,
  isSnapshotId,
  removeFiles,
  snapshotFile,
  snapshotIds,
  sweepCaptures,
} from './capture-files.ts';
import { createFileWriter, type FileWriter, notStored } from './capture-writer.ts';
import { type Connections, createConnections, openSnapshotFile, unknownSnapshot } from './connections.ts';
import type { Database } from './database.ts';
import { putFileAside, putFileBack, sweepRemoved } from './removed-files.ts';
import { updateEvaluation } from './rows.ts';
import {
  readAll,
  readCoverage,
  readEntries,
  readEvaluation,
  readFactsOf,
  readFindingParts,
  readFindings,
  readMeta,
  readObject,
  readObjectsOf,
  readRedactionsOf,
  readSnapshot,
  readSnapshotInSteps,
  readSource,
  readSummary,
  readTypes,
  searchKeys,
  type StoredSnapshot,
} from './stored-snapshot.ts';

/** What a capture knows at its end, beside the pages that it wrote. */
export interface CaptureEnd {
  readonly meta: SnapshotMeta;
  readonly types: readonly ResourceType[];
  readonly coverage: Coverage;
  readonly evaluation: Evaluation;
}

/** A capture in progress: listed from `finish` on, gone after `abort` or when this process ends before. */
export interface CaptureWriter extends SnapshotSink {
  finish(end: CaptureEnd): Result<SnapshotSummary>;
  abort(): void;
}

/**
 * The snapshots of one data folder. Several processes may use it at once. Problems: `library` (the disk, a damaged or newer
 * file), `snapshot-unknown`.
 */
export interface Library {
  /** Newest first. A file that cannot be read is told in `problems`, a damaged one is set aside, and the others still list. */
  list(): Result<{ readonly snapshots: readonly SnapshotSummary[]; readonly problems: readonly string[] }>;
  open(id: string): Result<StoredSnapshot>;
  begin(title: string): Result<CaptureWriter>;
  addSnapshot(snapshot: Snapshot, evaluation: Evaluation, title: string): Result<SnapshotSummary>;
  update(id: string, change: SnapshotChange): Result<SnapshotSummary>;
  /** For good. */
  remove(id: string): Result<Record<string, never>>;
  /** Out of the list and not to be opened; ended when this process is, or after ten minutes, unless it is restored. */
  putAside(id: string): Result<Record<string, never>>;
  restore(id: string): Result<SnapshotSummary>;
  tray(id: string): Result<Tray>;
  keepTray(id: string, tray: Tray): Result<Record<string, never>>;
  /** What is kept beside the evidence under a name; '' where there is nothing. */
  annotation(id: string, name: AnnotationName): Result<string>;
  annotate(id: string, name: AnnotationName, value: string): Result<SnapshotSummary>;
  /** Removes the captures of this process that nobody writes any more: for who knows that their writer is gone. */
  dropUnfinished(): void;
  close(): void;
}

const bytesOf = (folder: string, id: string): number => statSync(snapshotFile(folder, id)).size;

const notChanged = (id: string, error: unknown): Problem =>
  problem('library', { what: `The snapshot ${id} cannot be changed.`, why: messageOf(error) });

/** Writes in one transaction, then tells the new summary. */
const change = (
  connections: Connections,
  folder: string,
  id: string,
  work: (database: Database) => void,
): Result<SnapshotSummary> => {
  const database = connections.get(id);
  if (!database.ok) return database;
  try {
    database.value.transaction(() => work(database.value));
    return ok(readSummary(database.value, id, bytesOf(folder, id)));
  } catch (error) {
    return fail(notChanged(id, error));
  }
};

const applyChange = (database: Database, { title, notes, bundle }: SnapshotChange): void => {
  if (title !== undefined) database.run('UPDATE snapshot SET title = ? WHERE id = 1', title);
  if (notes !== undefined) writeAnnotation(database, 'notes', notes);
  if (bundle !== undefined) writeAnnotation(database, 'bundle', JSON.stringify(bundle));
};

/** A tray that another version kept, or that was damaged, is an empty one. */
const parseTray = (text: string): Tray => {
  if (text === '') return emptyTray;
  try {
    return Tray.safeParse(JSON.parse(text)).data ?? emptyTray;
  } catch {
    return emptyTray;
  }
};

const annotationOf = (connections: Connections, id: string, name: AnnotationName): Result<string> => {
  const database = connections.get(id);
  if (!database.ok) return database;
  try {
    return ok(readAnnotation(database.value, name) ?? '');
  } catch (error) {
    return fail(problem('library', { what: `The snapshot ${id} cannot be read.`, why: messageOf(error) }));
  }
};

const notRestored = (id: string): Problem =>
  problem('snapshot-unknown', {
    what: `The snapshot ${id.slice(0, 100)} cannot be brought back.`,
    why: 'It was removed more than ten minutes ago, or in another run of the program.',
    todo: 'Import its bundle, where one was exported.',
  });

const storedSnapshot = (connections: Connections, folder: string, id: string): StoredSnapshot => {
  const database = (): Database => {
    const connection = connections.get(id);
    if (!connection.ok) throw new Error(`${connection.error.what} ${connection.error.why}`);
    return connection.value;
  };
  return {
    id,
    summary: () => readSummary(database(), id, bytesOf(folder, id)),
    meta: () => readMeta(database()),
    types: () => readTypes(database()),
    coverage: () => readCoverage(database()),
    evaluation: () => readEvaluation(database()),
    findings: () => readFindings(database()),
    findingParts: () => readFindingParts(database()),
    object: key => readObject(database(), key),
    facts: key => (key === undefined ? [...readAll<Fact>(database(), 'facts')] : readFactsOf(database(), key)),
    redactions: () => [...readAll<Redaction>(database(), 'redactions')],
    redactionsOf: key => readRedactionsOf(database(), key),
    objectsOf: (resource, namespace) => readObjectsOf(database(), resource, namespace),
    entries: (after, limit) => readEntries(database(), after, limit),
    objectKeys: () => searchKeys(database(), '', -1),
    search: (text, limit) => searchKeys(database(), text, Math.max(0, limit)),
    load: () => readSnapshot(database()),
    loadInSteps: (ports, signal) => readSnapshotInSteps(database(), ports, signal),
    source: () => readSource(database()),
    replaceEvaluation: evaluation => change(connections, folder, id, file => updateEvaluation(file, readMeta(file), evaluation)),
    close: () => connections.close(id),
  };
};

const pageSize = 500;

/** Pages of a snapshot that is in memory: facts and redactions go with the page that holds their object. */
const addPages = (writer: FileWriter, snapshot: Snapshot): void => {
  const facts = Map.groupBy(snapshot.facts, fact => fact.object);
  const redactions = Map.groupBy(snapshot.redactions, redaction => redaction.object);
  const taken = <T>(from: Map<string, T[]>, keys: readonly string[]): T[] => {
    const values = keys.flatMap(key => from.get(key) ?? []);
    for (const key of keys) from.delete(key);
    return values;
  };
  const addPage = (resource: ResourceName, objects: readonly KubeObject[]): void => {
    const { resource: plural, group } = splitResourceName(resource);
    const keys = objects.map(object => objectKey(group, plural, object.metadata.namespace, nameInKey(object.metadata)));
    writer.add({ resource, namespace: null, objects, facts: taken(facts, keys), redactions: taken(redactions, keys) });
  };
  for (const [resource, objects] of snapshot.objects)
    for (let from = 0; from < objects.length; from += pageSize) addPage(resource, objects.slice(from, from + pageSize));
  const rest = { facts: [...facts.values()].flat(), redactions: [...redactions.values()].flat() };
  if (rest.facts.length + rest.redactions.length > 0) writer.add({ resource: '', namespace: null, objects: [], ...rest });
};

const summaryOf = (folder: string, id: string): Result<SnapshotSummary> => {
  const database = openSnapshotFile(folder, id, false);
  if (!database.ok) return database;
  try {
    return ok(readSummary(database.value, id, bytesOf(folder, id)));
  } catch (error) {
    return fail(problem('library', { what: `The snapshot ${id} cannot be read.`, why: messageOf(error) }));
  } finally {
    database.value.close();
  }
};

const newestFirst = (left: SnapshotSummary, right: SnapshotSummary): number =>
  left.meta.capturedAt === right.meta.capturedAt
    ? left.id < right.id
      ? -1
      : 1
    : left.meta.capturedAt < right.meta.capturedAt
      ? 1
      : -1;

const listFolder = (folder: string): { readonly snapshots: readonly SnapshotSummary[]; readonly problems: readonly string[] } => {
  const snapshots: SnapshotSummary[] = [];
  const problems: string[] = [];
  const before = damagedFiles(folder).map(name => `${name} in the library folder is damaged and was set aside.`);
  for (const id of snapshotIds(folder)) {
    const summary = summaryOf(folder, id);
    if (summary.ok) snapshots.push(summary.value);
    // Removed by another process while this one was listing: no problem.
    else if (summary.error.code !== 'snapshot-unknown')
      problems.push(`${summary.error.what} ${summary.error.why} ${summary.error.todo}`);
  }
  return { snapshots: snapshots.sort(newestFirst), problems: [...before, ...problems] };
};

/** Opens the library of a data folder, making it where it is not there, and clears away captures whose process is gone. */
export const openLibrary = (home: string, ports: Pick<Ports, 'ids'>): Result<Library> => {
  const made = makePrivateFolder(join(home, 'library'));
  if (!made.ok) return made;
  const folder = made.value;
  const connections = createConnections(folder);
  const opened = <T>(work: () => T): Result<T> => {
    try {
      return ok(work());
    } catch (error) {
      return fail(problem('library', { what: `The library in ${folder} cannot be read.`, why: messageOf(error) }));
    }
  };
  const beginFile = (): Result<{ readonly id: string; readonly writer: FileWriter }> => {
    const id = ports.ids.next();
    if (!isSnapshotId(id)) return fail(notStored(`“${id}” is no id.`));
    const writer = createFileWriter(folder, id);
    return writer.ok ? ok({ id, writer: writer.value }) : writer;
  };
  const finish = (writer: FileWriter, end: CaptureEnd, title: string): Result<SnapshotSummary> => {
    const id = writer.finish({ ...end, title });
    return id.ok ? summaryOf(folder, id.value) : id;
  };
  const swept = opened(() => {
    sweepCaptures(folder);
    sweepRemoved(folder);
  });
  if (!swept.ok) return swept;
  return ok({
    list: () => opened(() => listFolder(folder)),
    open: id => {
      const connection = connections.get(id);
      return connection.ok ? ok(storedSnapshot(connections, folder, id)) : connection;
    },
    begin: title => {
      const begun = beginFile();
      if (!begun.ok) return begun;
      const { writer } = begun.value;
      return ok({
        page: page => writer.page(page),
        restart: (type, namespace) => writer.restart(type, namespace),
        abort: () => writer.abort(),
        finish: end => finish(writer, end, title),
      });
    },
    addSnapshot: (snapshot, evaluation, title) => {
      const begun = beginFile();
      if (!begun.ok) return begun;
      addPages(begun.value.writer, snapshot);
      return finish(begun.value.writer, { ...snapshot, evaluation }, title);
    },
    update: (id, changed) => change(connections, folder, id, database => applyChange(database, changed)),
    remove: id => {
      if (!isSnapshotId(id) || !snapshotIds(folder).includes(id)) return fail(unknownSnapshot(id));
      connections.close(id);
      try {
        removeFiles(snapshotFile(folder, id));
        return ok({});
      } catch (error) {
        return fail(notChanged(id, error));
      }
    },
    putAside: id => {
      if (!isSnapshotId(id) || !snapshotIds(folder).includes(id)) return fail(unknownSnapshot(id));
      const database = connections.get(id);
      try {
        // A log that is empty can be lost by a crash between the steps.
        if (database.ok) database.value.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        connections.close(id);
        putFileAside(folder, id);
        sweepRemoved(folder);
        return ok({});
      } catch (error) {
        return fail(notChanged(id, error));
      }
    },
    restore: id => {
      if (!isSnapshotId(id)) return fail(unknownSnapshot(id));
      try {
        return putFileBack(folder, id) ? summaryOf(folder, id) : fail(notRestored(id));
      } catch (error) {
        return fail(notChanged(id, error));
      }
    },
    annotation: (id, name) => annotationOf(connections, id, name),
    annotate: (id, name, value) => change(connections, folder, id, database => writeAnnotation(database, name, value)),
    tray: id => {
      const kept = annotationOf(connections, id, 'tray');
      return kept.ok ? ok(parseTray(kept.value)) : kept;
    },
    keepTray: (id, tray) => {
      const kept = change(connections, folder, id, database =>
        writeAnnotation(database, 'tray', tray.chosen.length === 0 ? '' : JSON.stringify(tray)),
      );
      return kept.ok ? ok({}) : kept;
    },
    dropUnfinished: () => {
      opened(() => dropOwnCaptures(folder));
    },
    close: () => connections.closeAll(),
  });
};
