import type { Handlers } from '#core/core';
import type { Services } from '#core/services';
import type { OpenSnapshots } from './open-snapshots.ts';

type SnapshotCalls =
  | 'snapshots.list'
  | 'snapshots.get'
  | 'snapshots.rename'
  | 'snapshots.remove'
  | 'snapshots.import'
  | 'snapshots.export'
  | 'demo.open'
  | 'upload.put';

/** A title as a file name that every system takes. */
const fileName = (title: string): string =>
  `${
    title
      .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
      .replaceAll(/^[-.]+|[-.]+$/gu, '')
      .slice(0, 80) || 'snapshot'
  }.tar.gz`;

export const snapshotHandlers = (
  { library, engine, files, events }: Services,
  open: OpenSnapshots,
): Pick<Handlers, SnapshotCalls> => ({
  'snapshots.list': async () => {
    const listed = library.list();
    return listed.ok
      ? { ok: true, value: { snapshots: [...listed.value.snapshots], problems: [...listed.value.problems] } }
      : listed;
  },
  'snapshots.get': async ({ snapshot }) => {
    const opened = open.get(snapshot);
    return opened.ok ? { ok: true, value: opened.value.snapshot.summary() } : opened;
  },
  'snapshots.rename': async ({ snapshot, title }) => {
    const renamed = library.rename(snapshot, title);
    open.forget(snapshot);
    if (renamed.ok) events.emit({ type: 'library.changed' });
    return renamed;
  },
  'snapshots.remove': async ({ snapshot }) => {
    open.forget(snapshot);
    const removed = library.remove(snapshot);
    if (removed.ok) events.emit({ type: 'library.changed' });
    return removed;
  },
  'snapshots.import': async ({ upload }, { signal }) => {
    const file = files.uploaded(upload);
    if (!file.ok) return file;
    const imported = await engine.importFile(file.value.path, file.value.name, signal);
    files.discard(upload);
    if (imported.ok) events.emit({ type: 'library.changed' });
    return imported;
  },
  'snapshots.export': async ({ snapshot }, { signal }) => {
    const opened = open.get(snapshot);
    if (!opened.ok) return opened;
    const outgoing = files.outgoing(fileName(opened.value.snapshot.summary().title));
    const written = await engine.exportBundle(snapshot, outgoing.path, signal);
    return written.ok ? files.offer(outgoing.handle, written.value.bytes) : written;
  },
  'demo.open': async (_, { signal }) => {
    const demo = await engine.demo(signal);
    if (demo.ok) events.emit({ type: 'library.changed' });
    return demo;
  },
  'upload.put': async ({ handle, name, chunk, last }) => files.put(handle, name, chunk, last),
});
