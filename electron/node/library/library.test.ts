import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Snapshot, SnapshotSummary } from '#contract/snapshot';
import { bundleSource, type BundleSource } from '#core/evidence/bundle';
import { writeBundle } from '#node/bundle/bundle-file';
import { pageObjects, pages } from '#test/fixtures/capture-child';
import {
  finding,
  pod,
  podType,
  role,
  roleType,
  sampleEvaluation,
  sampleMeta,
  sampleSnapshot,
} from '#test/fixtures/sample-snapshot';
import { openDatabase } from './database.ts';
import { packValues } from './json-lines.ts';
import { type Library, openLibrary } from './library.ts';
import { ownIdentity } from './process-identity.ts';

const root = mkdtempSync(join(tmpdir(), 'plumbline-library-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const value = <T>(
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly what: string; readonly why: string } },
): T => {
  if (!result.ok) throw new Error(`${result.error.what} ${result.error.why}`);
  return result.value;
};

const ids = { next: () => randomUUID() };
const freshHome = (): string => mkdtempSync(join(root, 'home-'));
const opened = (home: string): Library => value(openLibrary(home, { ids }));
const files = (home: string): readonly string[] => readdirSync(join(home, 'library')).sort();
const coverage = { namespaces: ['shop'], entries: [] };
const pagesOf = (name: string, count: number) => Array.from({ length: count }, (_, index) => pod(`${name}-${index}`));

const tarOf = async (source: BundleSource): Promise<string> => {
  const path = join(root, `${randomUUID()}.tar.gz`);
  value(await writeBundle(path, source, sampleEvaluation(), { pause: async () => undefined }));
  return gunzipSync(readFileSync(path)).toString('latin1');
};

describe('a snapshot', () => {
  const home = freshHome();
  const library = opened(home);
  const added = value(library.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'Prod'));
  const stored = value(library.open(added.id));

  test('is summarised', () => {
    const { lists: _, ...meta } = sampleMeta;
    expect(added).toEqual({
      id: added.id,
      title: 'Prod',
      meta,
      objects: 5,
      findings: { critical: 0, high: 1, medium: 0, low: 0 },
      unknown: 1,
      passed: 3,
      failed: 1,
      rules: 1,
      rulesVersion: '2026.1',
      coverage: { percent: 50, cells: 2, full: 1 },
      bytes: statSync(join(home, 'library', `${added.id}.sqlite`)).size,
    } satisfies SnapshotSummary);
    expect(value(library.list())).toEqual({ snapshots: [added], problems: [] });
  });

  test('D2 a snapshot is one file that only its owner reads', () => {
    const second = freshHome();
    const { id } = value(opened(second).addSnapshot(sampleSnapshot(), sampleEvaluation(), 'x'));
    expect(files(second)).toEqual([`${id}.sqlite`]);
    expect(statSync(join(second, 'library', `${id}.sqlite`)).mode & 0o777).toBe(0o600);
    expect(statSync(join(second, 'library')).mode & 0o777).toBe(0o700);
  });

  test('is read row by row', () => {
    expect(stored.object('/pods/shop/web')).toEqual(pod('web'));
    expect(stored.object('rbac.authorization.k8s.io/clusterroles/_cluster/system:node')).toEqual(role('system:node'));
    expect(stored.object('/pods/shop/none')).toBeUndefined();
    expect(stored.facts('/pods/shop/api').map(fact => fact.class)).toEqual(['jwt']);
    expect(stored.facts('/pods/shop/none')).toEqual([]);
    expect(stored.findings()).toEqual(sampleEvaluation().findings);
    expect(stored.evaluation()).toEqual(sampleEvaluation());
    expect(stored.coverage()).toEqual(sampleSnapshot().coverage);
    expect(stored.meta()).toEqual(sampleMeta);
    expect(stored.objectKeys()).toHaveLength(5);
  });

  test.each<[string, number, readonly string[]]>([
    ['WEB', 10, ['/pods/shop/web']],
    ['app=we pod', 10, ['/pods/shop/web']],
    ['pod shop', 1, ['/pods/shop/api']],
    ['% _', 10, []],
    ['system:', 10, ['rbac.authorization.k8s.io/clusterroles/_cluster/system:node']],
  ])('is searched for %s', (text, limit, keys) => expect(stored.search(text, limit)).toEqual(keys));

  test('loaded or streamed, gives the bundle that the snapshot itself gives', async () => {
    const direct = await tarOf(bundleSource(sampleSnapshot()));
    expect((await tarOf(bundleSource(stored.load()))) === direct).toBe(true);
    expect((await tarOf(stored.source())) === direct).toBe(true);
  });

  test('keeps facts whose object is not there', () => {
    const snapshot: Snapshot = { ...sampleSnapshot(new Map()), facts: sampleSnapshot().facts };
    const lonely = value(library.open(value(library.addSnapshot(snapshot, sampleEvaluation(), 'x')).id));
    expect(lonely.facts()).toHaveLength(2);
    expect(lonely.facts('/pods/shop/web')).toHaveLength(1);
  });

  test('takes a new evaluation', () => {
    const evaluation = sampleEvaluation([
      finding('a', { severity: 'critical' }),
      ...Array.from({ length: 600 }, (_, index) => finding(`f${index}`)),
    ]);
    expect(value(stored.replaceEvaluation(evaluation)).findings).toEqual({ critical: 1, high: 600, medium: 0, low: 0 });
    expect(value(opened(home).open(added.id)).evaluation()).toEqual(evaluation);
  });

  test('is renamed and removed, seen by another opener at once', () => {
    const other = opened(home);
    const view = value(other.open(added.id));
    expect(value(library.update(added.id, { title: 'Production' })).title).toBe('Production');
    expect(view.summary().title).toBe('Production');
    expect(library.remove(added.id)).toEqual({ ok: true, value: {} });
    expect(files(home).filter(name => name.startsWith(added.id))).toEqual([]);
    for (const result of [other.open(added.id), other.update(added.id, { title: 'x' }), other.remove(added.id)])
      expect(result.ok ? 'ok' : result.error.code).toBe('snapshot-unknown');
  });

  test.each(['../../etc/passwd', '', 'a/b', 'x'.repeat(300), '.'])('no path is reached by the id “%s”', id => {
    for (const result of [library.open(id), library.remove(id), library.update(id, { title: 'x' })])
      expect(result.ok ? 'ok' : result.error.code).toBe('snapshot-unknown');
  });
});

describe('what is kept beside the evidence', () => {
  const tray = { chosen: ['f1', 'f2'], left: ['f2'], choices: [{ findings: ['f1', 'f2'], keep: null }] };
  const bundle = { identity: 'ab', how: 'imported', signedBy: null, at: '2026-01-01T00:00:00.000Z' } as const;

  test('notes, a bundle and a tray are told to every opener, and absent where there are none', () => {
    const home = freshHome();
    const library = opened(home);
    const { id } = value(library.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'x'));
    expect(Object.keys(value(library.list()).snapshots[0] ?? {})).not.toContain('notes');
    expect(value(library.tray(id))).toEqual({ chosen: [], left: [], choices: [] });
    expect(value(library.update(id, { notes: 'seen by the auditor' }))).toMatchObject({
      title: 'x',
      notes: 'seen by the auditor',
    });
    expect(value(library.update(id, { bundle })).notes).toBe('seen by the auditor');
    value(library.keepTray(id, tray));
    const other = opened(home);
    expect(value(other.list()).snapshots[0]).toMatchObject({ notes: 'seen by the auditor', bundle });
    expect(value(other.tray(id))).toEqual(tray);
    expect(Object.keys(value(library.update(id, { notes: '' })))).not.toContain('notes');
  });

  test('they are no part of the evidence: the bundle stays the same, byte for byte', async () => {
    const library = opened(freshHome());
    const { id } = value(library.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'x'));
    const before = await tarOf(value(library.open(id)).source());
    value(library.update(id, { title: 'y', notes: 'n', bundle }));
    value(library.keepTray(id, tray));
    expect((await tarOf(value(library.open(id)).source())) === before).toBe(true);
  });

  test('a file of before has no such table, and opens', () => {
    const home = freshHome();
    const library = opened(home);
    const { id } = value(library.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'x'));
    const file = openDatabase(join(home, 'library', `${id}.sqlite`));
    expect(file.get("SELECT name FROM sqlite_schema WHERE name = 'annotation'")).toBeUndefined();
    file.close();
    expect(value(library.annotation(id, 'dry-runs'))).toBe('');
    value(library.annotate(id, 'dry-runs', '{}'));
    expect(value(opened(home).annotation(id, 'dry-runs'))).toBe('{}');
  });

  test.each(['', 'no json', '{"chosen": 3}', '[]'])('a tray that is %s is an empty one', text => {
    const library = opened(freshHome());
    const { id } = value(library.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'x'));
    value(library.annotate(id, 'tray', text));
    expect(value(library.tray(id))).toEqual({ chosen: [], left: [], choices: [] });
  });
});

describe('a snapshot that was put aside', () => {
  const setUp = () => {
    const home = freshHome();
    const library = opened(home);
    const { id } = value(library.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'x'));
    value(library.update(id, { notes: 'n' }));
    return { home, library, id };
  };
  const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
    result.ok ? 'ok' : (result.error?.code ?? '');

  test('is listed and opened nowhere, and comes back as it was', () => {
    const { home, library, id } = setUp();
    const other = opened(home);
    const view = value(other.open(id));
    const before = view.summary();
    expect(library.putAside(id)).toEqual({ ok: true, value: {} });
    for (const each of [library, other, opened(home)]) {
      expect(value(each.list()).snapshots).toEqual([]);
      expect(codeOf(each.open(id))).toBe('snapshot-unknown');
      expect(codeOf(each.putAside(id))).toBe('snapshot-unknown');
    }
    expect({ ...value(library.restore(id)), bytes: 0 }).toEqual({ ...before, bytes: 0 });
    expect(value(other.open(id)).object('/pods/shop/web')).toEqual(pod('web'));
    value(other.update(id, { title: 'later' }));
    expect(value(library.list()).snapshots.map(({ title }) => title)).toEqual(['later']);
    expect(codeOf(library.restore(id))).toBe('snapshot-unknown');
    expect(files(home).filter(name => name.includes('removed'))).toEqual([]);
  });

  test('is ended at the next start, when its process is gone, and after ten minutes', () => {
    const { home, library, id } = setUp();
    const aside = (): string => files(home).find(name => /\.removed-[^/]*$/.test(name) && !/-(?:wal|shm)$/.test(name)) ?? '';
    const path = (): string => join(home, 'library', aside());
    library.putAside(id);
    opened(home);
    expect(aside()).not.toBe('');
    const old = new Date(Date.now() - 11 * 60 * 1000);
    utimesSync(path(), old, old);
    opened(home);
    expect(files(home)).toEqual([]);
    expect(codeOf(library.restore(id))).toBe('snapshot-unknown');

    const second = value(library.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'y')).id;
    library.putAside(second);
    const [, start = ''] = ownIdentity().split('-');
    renameSync(path(), join(home, 'library', `${second}.removed-4194303-${start}`));
    opened(home);
    expect(files(home)).toEqual([]);
  });

  test('a log that a crash left without its file goes too', () => {
    const { home, library, id } = setUp();
    library.remove(id);
    writeFileSync(join(home, 'library', `${id}.removed-${ownIdentity()}-wal`), 'x');
    opened(home);
    expect(files(home)).toEqual([]);
  });
});

describe('a capture', () => {
  test('D2 a capture is listed when it is finished and renamed in, with what its pages held', () => {
    const home = freshHome();
    const library = opened(home);
    const writer = value(library.begin('Live'));
    writer.page({ type: podType, namespace: null, objects: pagesOf('a', 700), facts: sampleSnapshot().facts, redactions: [] });
    writer.page({ type: roleType, namespace: null, objects: [role('r')], facts: [], redactions: [] });
    expect(value(library.list())).toEqual({ snapshots: [], problems: [] });
    const summary = value(writer.finish({ meta: sampleMeta, types: [podType], coverage, evaluation: sampleEvaluation() }));
    expect([summary.title, summary.objects]).toEqual(['Live', 701]);
    expect(files(home)).toEqual([`${summary.id}.sqlite`]);
    expect(value(library.open(summary.id)).object('/pods/shop/a-699')).toEqual(pod('a-699'));
  });

  test('forgets a list that is started anew, and keeps the latest of an object shown twice', () => {
    const library = opened(freshHome());
    const writer = value(library.begin('x'));
    const page = (namespace: string | null, names: readonly string[], text = '') =>
      writer.page({
        type: podType,
        namespace,
        objects: names.map(name => pod(name, namespace ?? 'shop', { text })),
        facts: names.map(name => ({ ...(sampleSnapshot().facts[0] as Snapshot['facts'][0]), object: `/pods/shop/${name}` })),
        redactions: [],
      });
    page(null, ['a', 'gone']);
    page('other', ['c']);
    writer.restart(podType, null);
    page(null, ['a', 'b']);
    page(null, ['b'], 'later');
    const { id } = value(writer.finish({ meta: sampleMeta, types: [podType], coverage, evaluation: sampleEvaluation() }));
    const stored = value(library.open(id));
    expect(stored.objectKeys()).toEqual(['/pods/other/c', '/pods/shop/a', '/pods/shop/b']);
    expect(stored.facts('/pods/shop/gone')).toEqual([]);
    expect(stored.object('/pods/shop/b')).toEqual(pod('b', 'shop', { text: 'later' }));
  });

  test('that is aborted leaves nothing and takes nothing more', () => {
    const home = freshHome();
    const writer = value(opened(home).begin('x'));
    writer.page({ type: podType, namespace: null, objects: pagesOf('a', 10), facts: [], redactions: [] });
    writer.abort();
    writer.abort();
    expect(files(home)).toEqual([]);
    expect(writer.finish({ meta: sampleMeta, types: [], coverage, evaluation: sampleEvaluation() }).ok).toBe(false);
  });

  test('in progress is left alone by another opener; one whose process is gone is swept', () => {
    const home = freshHome();
    const writer = value(opened(home).begin('x'));
    const [live] = files(home);
    const own = ownIdentity();
    const [, start = ''] = own.split('-');
    const old = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    const leave = (identity: string, aged = false): void => {
      const path = join(home, 'library', `x.capturing-${identity}`);
      writeFileSync(path, '');
      if (aged) utimesSync(path, old, old);
    };
    leave(`4194303-${start}`);
    leave(`${process.pid}-1${start}`);
    leave(`${process.pid}-${start}1`);
    leave(`${process.pid}-${start}2`, true);
    writeFileSync(join(home, 'library', `x.capturing-4194303-${start}-journal`), '');
    opened(home);
    // Of another pid numbering nothing is known, so only age tells.
    expect(files(home)).toEqual(
      [live ?? '', `x.capturing-${process.pid}-${start}1`].toSorted((left, right) => (left < right ? -1 : 1)),
    );
    expect(writer.finish({ meta: sampleMeta, types: [], coverage, evaluation: sampleEvaluation() }).ok).toBe(true);
  });
});

describe('damage', () => {
  const setUp = (): { home: string; library: Library; good: string; bad: string; path: string } => {
    const home = freshHome();
    const library = opened(home);
    const good = value(library.addSnapshot(sampleSnapshot(), sampleEvaluation(), 'good')).id;
    const objects = new Map([['pods', pagesOf('a', 3000).map(object => ({ ...object, noise: randomUUID() }))]]);
    const bad = value(library.addSnapshot(sampleSnapshot(objects), sampleEvaluation(), 'bad')).id;
    return { home, library, good, bad, path: join(home, 'library', `${bad}.sqlite`) };
  };

  test.each<[string, (path: string) => void]>([
    ['emptied', path => truncateSync(path, 0)],
    ['cut in its first page', path => truncateSync(path, 1000)],
    ['overwritten with text', path => writeFileSync(path, 'not a database '.repeat(1000))],
    [
      'of another program',
      path => {
        rmSync(path);
        const other = openDatabase(path);
        other.exec('CREATE TABLE x (y)');
        other.close();
      },
    ],
  ])('a file %s is told and set aside; the others still list', (_, harm) => {
    const { home, library, good, bad, path } = setUp();
    harm(path);
    const size = statSync(path).size;
    for (const time of [1, 2]) {
      const { snapshots, problems } = value(library.list());
      expect([time, snapshots.map(({ id }) => id), problems.length]).toEqual([time, [good], 1]);
      expect(problems[0]).toContain(`${bad}.sqlite.damaged`);
    }
    expect(statSync(`${path}.damaged`).size).toBe(size);
    expect(files(home)).toContain(`${bad}.sqlite.damaged`);
    expect(library.open(bad).ok).toBe(false);
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut in half', bytes => bytes.subarray(0, Math.floor(bytes.length / 8192) * 4096)],
    ['with a page of noise', bytes => Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(4096, 0xa5), bytes.subarray(8192)])],
  ])('a file %s is set aside at the latest when it is opened', (_, harm) => {
    const { home, library, bad, path } = setUp();
    writeFileSync(path, harm(readFileSync(path)));
    const result = opened(home).open(bad);
    expect(result.ok ? 'opened' : result.error.code).toBe('library');
    expect(files(home)).toContain(`${bad}.sqlite.damaged`);
    expect(value(library.list()).snapshots).toHaveLength(1);
  });

  test('a file of a newer program is refused with words, and left where it is', () => {
    const { home, library, bad, path } = setUp();
    const database = openDatabase(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const fresh = opened(home);
    const result = fresh.open(bad);
    expect(result.ok ? 'opened' : `${result.error.code}: ${result.error.why} ${result.error.todo}`).toBe(
      'library: A newer Plumbline wrote it (library format 99). Update Plumbline to open it.',
    );
    expect(value(library.list()).problems[0]).toContain('newer Plumbline');
    expect(files(home)).toContain(`${bad}.sqlite`);
  });

  test('a file of the first format opens, and a new evaluation brings it to this one', () => {
    const { home, bad, path } = setUp();
    const database = openDatabase(path);
    database.exec('PRAGMA user_version = 1; DELETE FROM finding');
    database.run('INSERT INTO finding (body) VALUES (?)', packValues([finding('first'), finding('second')]));
    database.close();
    const stored = value(opened(home).open(bad));
    expect(stored.findings()).toStrictEqual([finding('first'), finding('second')]);
    expect(stored.evaluation().findings).toHaveLength(2);
    value(stored.replaceEvaluation(sampleEvaluation([finding('third')])));
    expect(stored.findings()).toStrictEqual([finding('third')]);
    const after = openDatabase(path);
    expect(after.get('PRAGMA user_version')).toEqual({ user_version: 2 });
    after.close();
  });

  test('strangers in the folder are passed over', () => {
    const { home, library } = setUp();
    for (const name of ['notes.txt', '.DS_Store', 'a b.sqlite']) appendFileSync(join(home, 'library', name), 'x');
    mkdirSync(join(home, 'library', 'folder'));
    expect(value(library.list()).snapshots).toHaveLength(2);
    expect(files(home)).toContain('a b.sqlite');
  });

  test('a copy beside the original is a snapshot of its own', () => {
    const { library, path } = setUp();
    copyFileSync(path, path.replace('.sqlite', '-copy.sqlite'));
    renameSync(path.replace('.sqlite', '-copy.sqlite'), path.replace('.sqlite', '-2.sqlite'));
    expect(value(library.list()).snapshots).toHaveLength(3);
  });
});

describe('processes', () => {
  const start = (home: string, captures: number) =>
    spawn(process.execPath, [resolve('test/fixtures/capture-child.ts'), home, String(captures)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  test(
    'killed at 20 random moments of a capture, no half snapshot is listed and nothing stays behind',
    { timeout: 120_000 },
    async () => {
      const home = freshHome();
      const moments: number[] = [];
      for (let round = 0; round < 20; round += 1) {
        const child = start(home, 1000);
        await once(child.stdout, 'data');
        const moment = Math.random() * 160;
        moments.push(Math.round(moment));
        await new Promise<void>(done => {
          setTimeout(done, moment);
        });
        child.kill('SIGKILL');
        await once(child, 'exit');
        const library = opened(home);
        const { snapshots, problems } = value(library.list());
        const sizes = snapshots.map(({ id }) => value(library.open(id)).load().objects.get('pods')?.length);
        library.close();
        expect({ moments, problems, sizes: new Set(sizes), left: files(home).filter(name => !name.endsWith('.sqlite')) }).toEqual(
          {
            moments,
            problems: [],
            sizes: new Set(snapshots.length === 0 ? [] : [pages * pageObjects]),
            left: [],
          },
        );
        for (const { id } of snapshots) library.remove(id);
      }
    },
  );

  test('three capture into one library at once while it is listed', { timeout: 60_000 }, async () => {
    const home = freshHome();
    const children = [start(home, 3), start(home, 3), start(home, 3)];
    const exits = Promise.all(children.map(child => once(child, 'exit')));
    const library = opened(home);
    const listings: string[][] = [];
    while (children.some(child => child.exitCode === null && child.signalCode === null)) {
      listings.push([...value(library.list()).problems]);
      await new Promise<void>(done => {
        setTimeout(done, 10);
      });
    }
    expect(listings.flat()).toEqual([]);
    expect((await exits).map(([code]) => code as number)).toEqual([0, 0, 0]);
    const { snapshots } = value(library.list());
    expect(snapshots.map(snapshot => snapshot.objects)).toEqual(Array.from({ length: 9 }, () => pages * pageObjects));
  });
});
