import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoreEvent } from '#contract/events';
import { ok } from '#contract/result';
import type { VerifyReport } from '#core/evidence/verify';
import { snapshotHandlers } from '#core/handlers/snapshot-handlers';
import { trayHandlers } from '#core/handlers/tray-handlers';
import type { OpenSnapshots } from '#core/handlers/open-snapshots';
import type { SnapshotChange } from '#core/services';
import { fakeServices, summary } from './fake-services.ts';

const { signal } = new AbortController();

const report = (part: Partial<VerifyReport>): VerifyReport => ({
  state: 'intact',
  exit: 0,
  identity: 'abc',
  formatVersion: '1.0',
  signed: false,
  signedBy: null,
  places: [],
  problem: null,
  ...part,
});

describe('snapshots that are verified and kept', () => {
  let home: string;
  let close: () => void;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'plumbline-calls-'));
  });
  afterEach(() => {
    close();
    rmSync(home, { recursive: true });
  });

  const start = (verified: VerifyReport) => {
    const { services, files } = fakeServices(home);
    close = () => files.close();
    const changes: (readonly [string, SnapshotChange])[] = [];
    const events: CoreEvent[] = [];
    services.events.subscribe(event => events.push(event));
    const known = { ...summary('s1'), bundle: { identity: 'abc', how: 'imported' as const, signedBy: null, at: 'T' } };
    const library = {
      ...services.library,
      list: () => ok({ snapshots: [known, summary('s2')], problems: [] }),
      update: (id: string, change: SnapshotChange) => {
        changes.push([id, change]);
        return ok(summary(id));
      },
    };
    const all = { ...services, library, engine: { ...services.engine, verifyBundle: async () => ok(verified) } };
    const open = {
      get: () => ok({ snapshot: { summary: () => known }, rows: [] }),
      forget: () => undefined,
    } as unknown as OpenSnapshots;
    return { handlers: { ...snapshotHandlers(all, open), ...trayHandlers(all) }, changes, events, files };
  };
  const put = async (handlers: ReturnType<typeof start>['handlers']): Promise<string> => {
    const reply = await handlers['upload.put'](
      { handle: null, name: 'case.tar.gz', chunk: btoa('bytes'), last: true },
      { signal },
    );
    if (!reply.ok) throw new Error(reply.error.what);
    return reply.value.handle;
  };

  test.each<[string, Partial<VerifyReport>, readonly string[]]>([
    ['intact and known: its snapshot remembers', {}, ['s1']],
    ['intact, of no snapshot', { identity: 'other' }, []],
    [
      'altered: no snapshot is said to be it',
      { state: 'altered', exit: 1, places: [{ where: 'case.json', what: 'differs' }] },
      [],
    ],
    ['no bundle', { state: 'incomplete', exit: 2, identity: null }, []],
  ])('%s', async (_, part, snapshots) => {
    const { handlers, changes } = start(report(part));
    const upload = await put(handlers);
    const answer = await handlers['snapshots.verify']({ upload }, { signal });
    expect(answer).toMatchObject({
      ok: true,
      value: { name: 'case.tar.gz', bytes: 5, state: part.state ?? 'intact', snapshots },
    });
    expect(changes.map(([id, { bundle }]) => [id, bundle?.how])).toEqual(snapshots.map(id => [id, 'verified']));
    // Once: the file is not kept.
    expect((await handlers['snapshots.verify']({ upload }, { signal })).ok).toBe(false);
  });

  test('an export is remembered by its identity', async () => {
    const { handlers, changes } = start(report({}));
    expect((await handlers['snapshots.export']({ snapshot: 's1' }, { signal })).ok).toBe(true);
    expect(changes).toMatchObject([['s1', { bundle: { identity: 'ab', how: 'exported' } }]]);
  });

  test('a tray that is kept is told to the other windows', async () => {
    const { handlers, events } = start(report({}));
    await handlers['tray.put']({ snapshot: 's1', tray: { chosen: ['f'], left: [], choices: [] } }, { signal });
    expect(events).toEqual([{ type: 'tray.changed', snapshot: 's1' }]);
  });
});
