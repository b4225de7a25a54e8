import { ok } from '#contract/result';
import type { SnapshotSummary } from '#contract/snapshot';
import type { Handlers } from '#core/core';
import type { Services } from '#core/services';
import { fileName } from './file-name.ts';
import type { OpenSnapshots } from './open-snapshots.ts';

type SnapshotCalls =
  | 'snapshots.list'
  | 'snapshots.get'
  | 'snapshots.update'
  | 'snapshots.remove'
  | 'snapshots.restore'
  | 'snapshots.verify'
  | 'snapshots.import'
  | 'snapshots.export'
  | 'demo.open'
  | 'upload.put';

export const snapshotHandlers = (
  { ports, library, engine, files, events }: Services,
  open: OpenSnapshots,
): Pick<Handlers, SnapshotCalls> => {
  const snapshotsOf = (identity: string | null): readonly SnapshotSummary[] => {
    const listed = library.list();
    return listed.ok ? listed.value.snapshots.filter(({ bundle }) => bundle?.identity === identity) : [];
  };
  return {
    'snapshots.list': async () => {
      const listed = library.list();
      return listed.ok
        ? { ok: true, value: { snapshots: [...listed.value.snapshots], problems: [...listed.value.problems] } }
        : listed;
    },
    'snapshots.get': async ({ snapshot }) => {
      const opened = library.open(snapshot);
      return opened.ok ? { ok: true, value: opened.value.summary() } : opened;
    },
    'snapshots.update': async ({ snapshot, title, notes }) => {
      const updated = library.update(snapshot, { title, notes });
      if (updated.ok) events.emit({ type: 'library.changed' });
      return updated;
    },
    'snapshots.remove': async ({ snapshot }) => {
      open.forget(snapshot);
      const removed = library.putAside(snapshot);
      if (removed.ok) events.emit({ type: 'library.changed' });
      return removed;
    },
    'snapshots.restore': async ({ snapshot }) => {
      const restored = library.restore(snapshot);
      if (restored.ok) events.emit({ type: 'library.changed' });
      return restored;
    },
    'snapshots.verify': async ({ upload, expect }, { signal }) => {
      const file = files.uploaded(upload);
      if (!file.ok) return file;
      const { name, path, bytes } = file.value;
      const verified = await engine.verifyBundle(path, expect, signal);
      files.discard(upload);
      if (!verified.ok) return verified;
      const { exit: _, places, ...report } = verified.value;
      const at = ports.clock.iso(ports.clock.now());
      const same = report.state === 'intact' ? snapshotsOf(report.identity) : [];
      for (const { id } of same)
        library.update(id, { bundle: { identity: report.identity ?? '', how: 'verified', signedBy: report.signedBy, at } });
      if (same.length > 0) events.emit({ type: 'library.changed' });
      return ok({ ...report, name, bytes, at, places: [...places], snapshots: same.map(({ id }) => id) });
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
      const opened = await open.get(snapshot);
      if (!opened.ok) return opened;
      const outgoing = files.outgoing(fileName(opened.value.snapshot.summary().title, '.tar.gz'));
      const written = await engine.exportBundle(snapshot, outgoing.path, signal);
      if (!written.ok) return written;
      const at = ports.clock.iso(ports.clock.now());
      library.update(snapshot, { bundle: { identity: written.value.identity, how: 'exported', signedBy: null, at } });
      events.emit({ type: 'library.changed' });
      return files.offer(outgoing.handle, written.value.bytes);
    },
    'demo.open': async (_, { signal }) => {
      const demo = await engine.demo(signal);
      if (demo.ok) events.emit({ type: 'library.changed' });
      return demo;
    },
    'upload.put': async ({ handle, name, chunk, last }) => files.put(handle, name, chunk, last),
  };
};
