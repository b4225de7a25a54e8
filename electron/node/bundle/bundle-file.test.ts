import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '#contract/evaluation';
import { hasFactKind, type Snapshot } from '#contract/snapshot';
import { type BundleMember, bundleSource, prepareBundle } from '#core/evidence/bundle';
import { canonicalJson } from '#core/evidence/canonical-json';
import { verifyArchive } from '#core/evidence/read-bundle';
import { endOfTar, memberHeader, paddingOf } from '#core/evidence/tar';
import { pod, role, sampleEvaluation, sampleSnapshot } from '#test/fixtures/sample-snapshot';
import { looksLikeBundle, readBundle, verifyBundle, writeBundle } from './bundle-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = { pause: async () => undefined };
const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');
let count = 0;
const freshPath = (): string => join(folder, `b${(count += 1)}.tar.gz`);

const written = async (
  snapshot: Snapshot,
  evaluation: Evaluation | null = sampleEvaluation(),
): Promise<{ path: string; tar: Buffer; identity: string }> => {
  const path = freshPath();
  const result = await writeBundle(path, bundleSource(snapshot), evaluation, options);
  if (!result.ok) throw new Error(result.error.why);
  return { path, tar: gunzipSync(readFileSync(path)), identity: result.value.identity };
};

const read = async (path: string) => {
  const result = await readBundle(path, options);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.what} ${result.error.why}`);
  return result.value;
};

const reversed = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  types: snapshot.types.toReversed(),
  objects: new Map(
    [...snapshot.objects]
      .reverse()
      .map(([name, objects]) => [
        name,
        objects.toReversed().map(object => Object.fromEntries(Object.entries(object).reverse()) as typeof object),
      ]),
  ),
  facts: snapshot.facts.toReversed(),
  coverage: { namespaces: snapshot.coverage.namespaces?.toReversed() ?? null, entries: snapshot.coverage.entries.toReversed() },
});

test('two exports of one snapshot are byte-equal, whatever order its parts came in', async () => {
  const first = await written(sampleSnapshot());
  const second = await written(reversed(sampleSnapshot()));
  expect(second.tar.equals(first.tar)).toBe(true);
  expect(second.identity).toBe(first.identity);
  expect(statSync(first.path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
});

test('the layout that interfaces.md promises, as a plain tar reads it', async () => {
  const { path, identity } = await written(sampleSnapshot());
  const prepared = await prepareBundle(bundleSource(sampleSnapshot()), sampleEvaluation(), { sha256, ...options });
  const names = prepared.ok ? Array.from(prepared.value.members(), member => member.name) : [];
  expect(names).toEqual([
    'case.json',
    'cluster.json',
    'coverage.jsonl',
    'custody.jsonl',
    'facts.jsonl',
    'findings/evaluation.json',
    'findings/findings.jsonl',
    'findings/manifest.sha256',
    'manifest.sha256',
    'objects/core/v1/pods/shop/api.json',
    'objects/core/v1/pods/shop/web.json',
    `objects/core/v1/pods/${'s'.repeat(63)}/${'n'.repeat(253)}.json`,
    'objects/rbac.authorization.k8s.io/v1/clusterroles/_cluster/%C3%A9dit%2F%C3%BC.json',
    'objects/rbac.authorization.k8s.io/v1/clusterroles/_cluster/system%3Anode.json',
    'redactions.jsonl',
  ]);
  const { extract } = await import('tar-stream');
  const seen: string[] = [];
  const unpack = extract();
  unpack.end(gunzipSync(readFileSync(path)));
  const texts = new Map<string, Buffer>();
  for await (const entry of unpack) {
    seen.push(entry.header.name);
    const parts: Buffer[] = [];
    for await (const part of entry as AsyncIterable<Buffer>) parts.push(part);
    texts.set(entry.header.name, Buffer.concat(parts));
  }
  expect(seen).toEqual(names);
  expect(sha256(texts.get('manifest.sha256') ?? '')).toBe(identity);
  expect(JSON.parse(texts.get('case.json')?.toString() ?? '')).toMatchObject({
    formatVersion: '1.0',
    signed: false,
    factKinds: { credential: 1 },
  });
});

describe('reading', () => {
  const check = async (snapshot: Snapshot, evaluation: Evaluation | null): Promise<void> => {
    const first = await written(snapshot, evaluation);
    const back = await read(first.path);
    expect(back.identity).toBe(first.identity);
    expect(back.evaluation).toEqual(evaluation);
    const second = await written(back.snapshot, back.evaluation);
    expect(second.tar.equals(first.tar)).toBe(true);
  };

  test('a bundle read and written again is byte-equal, findings and all', () => check(sampleSnapshot(), sampleEvaluation()));
  test('without findings', () => check(sampleSnapshot(), null));
  test('an empty snapshot', () => check({ ...sampleSnapshot(new Map()), facts: [], redactions: [], types: [] }, null));

  test('gives the snapshot that was written', async () => {
    const snapshot = sampleSnapshot();
    const { snapshot: back } = await read((await written(snapshot)).path);
    expect(back.meta).toEqual(snapshot.meta);
    expect(new Set(back.coverage.entries)).toEqual(new Set(snapshot.coverage.entries));
    expect(new Set(back.facts)).toEqual(new Set(snapshot.facts));
    expect(
      back.objects
        .get('pods')
        ?.map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(['api', 'n'.repeat(253), 'web']);
    expect(back.objects.get('pods')).toContainEqual(pod('web'));
  });

  test('an older version’s fact kinds stay as they were', async () => {
    const snapshot = { ...sampleSnapshot(), meta: { ...sampleSnapshot().meta, factKinds: { credential: 1 } } };
    const { snapshot: back } = await read((await written(snapshot)).path);
    expect([hasFactKind(back.meta, 'credential', 1), hasFactKind(back.meta, 'env-literal', 1)]).toEqual([true, false]);
  });

  test('objects of any content and name', async () => {
    const name = fc.string({ unit: 'binary', maxLength: 120 });
    const content = fc.jsonValue({ maxDepth: 4 });
    const property = fc.asyncProperty(
      fc.array(fc.tuple(name, name, content), { maxLength: 6 }),
      fc.array(name, { maxLength: 3 }),
      async (pods, roles) => {
        const objects = new Map([
          ['pods', pods.map(([own, namespace, spec]) => pod(own, namespace, { spec, ['__proto__x']: spec }))],
          ['clusterroles.rbac.authorization.k8s.io', roles.map(role)],
          ['widgets.core', [{ apiVersion: 'core/v1', kind: 'Widget', metadata: { name: '..', namespace: '_cluster' } }]],
        ]);
        await check(sampleSnapshot(objects), null);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

const asMembers = async (snapshot = sampleSnapshot()): Promise<BundleMember[]> => {
  const prepared = await prepareBundle(bundleSource(snapshot), sampleEvaluation(), { sha256, ...options });
  if (!prepared.ok) throw new Error(prepared.error.why);
  return [...prepared.value.members()];
};

const pack = (members: readonly BundleMember[], end: Uint8Array = endOfTar()): Buffer =>
  Buffer.concat([
    ...members.flatMap(({ name, text }) => {
      const body = Buffer.from(text);
      return [memberHeader(name, body.length), body, Buffer.alloc(paddingOf(body.length))];
    }),
    end,
  ]);

const verifyTar = async (tar: Uint8Array, expect?: string) => {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield tar;
  };
  const report = await verifyArchive(chunks(), { sha256, ...options }, expect);
  if (!report.ok) throw new Error(report.error.why);
  return report.value;
};

interface Region {
  readonly name: string;
  readonly part: 'structure' | 'content';
  readonly from: number;
  readonly to: number;
}

const regionsOf = (members: readonly BundleMember[]): readonly Region[] => {
  const regions: Region[] = [];
  let at = 0;
  const add = (name: string, part: Region['part'], length: number): void => {
    if (length > 0) regions.push({ name, part, from: at, to: at + length });
    at += length;
  };
  for (const { name, text } of members) {
    const size = Buffer.byteLength(text);
    add(name, 'structure', memberHeader(name, size).length);
    add(name, 'content', size);
    add(name, 'structure', paddingOf(size));
  }
  add('end', 'structure', 1024);
  return regions;
};

describe('flips', () => {
  /** Every region is hit: all its bytes where it is short, else a sample with both edges. */
  const samples = ({ from, to }: Region): readonly number[] => {
    const step = Math.max(1, Math.floor((to - from) / 14));
    const inside = Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
    return [...inside, to - 1];
  };

  test.each([0x01, 0x20, 0xff])('of bits %i are found over every region, named by member or as archive structure', async mask => {
    const members = await asMembers();
    const tar = pack(members);
    expect((await verifyTar(tar)).state).toBe('intact');
    const missed: string[] = [];
    for (const region of regionsOf(members)) {
      for (const at of samples(region)) {
        const flipped = Buffer.from(tar);
        flipped[at] = (flipped[at] ?? 0) ^ mask;
        const report = await verifyTar(flipped);
        // A name in an extended header is content of the archive's own: a flip in it renames the member.
        const wanted = region.part === 'content' ? [region.name] : ['archive structure', region.name];
        if (report.exit !== 1 || !report.places.some(place => wanted.includes(place.where)))
          missed.push(`${region.part} of ${region.name} at ${at - region.from}: ${JSON.stringify(report.places)}`);
      }
    }
    expect(missed).toEqual([]);
  });

  test('a changed member is the only one named, the manifest and custody included', async () => {
    const members = await asMembers();
    for (const { name } of members) {
      const changed = members.map(member =>
        member.name === name
          ? { name, text: member.text.replace(/[0-9a-z](?=[^0-9a-z]*$)/, character => (character === '0' ? '1' : '0')) }
          : member,
      );
      const report = await verifyTar(pack(changed));
      const named = new Set(report.places.map(place => place.where));
      // A manifest that was altered also disagrees with the member whose line it was.
      expect({ first: report.places[0]?.where, others: name.endsWith('manifest.sha256') ? 0 : named.size - 1 }).toEqual({
        first: name,
        others: 0,
      });
    }
  });

  test('in the gzip layer are refused, or leave the tar as it is', async () => {
    const { path, tar } = await written(sampleSnapshot());
    const bytes = readFileSync(path);
    const broken = freshPath();
    for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 60))) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      writeFileSync(broken, flipped);
      const report = await verifyBundle(broken, undefined, options);
      const exit = report.ok ? report.value.exit : report.error.code;
      const unchanged = exit === 0 && gunzipSync(flipped).equals(tar);
      expect({ at, verdict: unchanged ? 'the same tar' : exit }).toEqual({ at, verdict: unchanged ? 'the same tar' : 2 });
    }
  });
});

describe('what verify says', () => {
  const replace = (name: string, text: string) => (members: readonly BundleMember[]) =>
    members.map(member => (member.name === name ? { name, text } : member));
  const without = (name: string) => (members: readonly BundleMember[]) => members.filter(member => member.name !== name);
  const inserted = (name: string, text: string) => (members: readonly BundleMember[]) =>
    [...members, { name, text }].sort((left, right) => (left.name < right.name ? -1 : 1));
  /** A newer writer’s bundle: its own manifest is right. */
  const newer = (version: unknown) => (members: readonly BundleMember[]) => {
    const old = members.find(member => member.name === 'case.json')?.text ?? '';
    const text = `${canonicalJson({ ...(JSON.parse(old) as object), formatVersion: version })}\n`;
    const manifest = members.find(member => member.name === 'manifest.sha256')?.text.replace(sha256(old), sha256(text)) ?? '';
    return replace(
      'manifest.sha256',
      manifest,
    )(replace('case.json', text)(members)).filter(member => member.name !== 'custody.jsonl');
  };

  test.each<[string, (members: readonly BundleMember[]) => readonly BundleMember[], 0 | 1 | 2, string]>([
    ['untouched', members => members, 0, ''],
    ['findings left out', members => members.filter(member => !member.name.startsWith('findings/')), 0, ''],
    ['custody left out', without('custody.jsonl'), 0, ''],
    ['an object left out', without('objects/core/v1/pods/shop/web.json'), 1, 'objects/core/v1/pods/shop/web.json'],
    ['case.json left out', without('case.json'), 1, 'case.json'],
    ['an object added', inserted('objects/core/v1/pods/shop/zz.json', '{}'), 1, 'objects/core/v1/pods/shop/zz.json'],
    ['a finding added', inserted('findings/zz.json', '{}'), 1, 'findings/zz.json'],
    ['a path that climbs', inserted('../../evil', 'x'), 1, '../../evil'],
    ['an absolute path', inserted('/etc/passwd', 'x'), 1, '/etc/passwd'],
    ['a member twice', members => [...members, members.at(-1) as BundleMember], 1, 'archive structure'],
    ['members out of order', members => members.toReversed(), 1, 'archive structure'],
    ['a newer major format', newer('2.0'), 2, 'archive'],
    ['a newer major format as a number', newer(7), 2, 'archive'],
    ['a newer minor format', newer('1.9'), 0, ''],
    ['no format version', newer(null), 2, 'archive'],
    ['a format version changed by hand', replace('case.json', '{"formatVersion":"9.0"}\n'), 1, 'case.json'],
    ['no manifest', without('manifest.sha256'), 2, 'archive'],
    ['nothing', () => [], 2, 'archive'],
  ])('%s', async (_, change, exit, where) => {
    const report = await verifyTar(pack(change(await asMembers())));
    expect([report.exit, report.places[0]?.where ?? '']).toEqual([exit, where]);
  });

  test('--expect', async () => {
    const tar = pack(await asMembers());
    const { identity } = await verifyTar(tar);
    expect((await verifyTar(tar, identity?.toUpperCase())).exit).toBe(0);
    expect((await verifyTar(tar, '0'.repeat(64))).exit).toBe(1);
  });

  test('a tar that is cut anywhere is incomplete', async () => {
    const tar = pack(await asMembers());
    const cuts = Array.from({ length: Math.ceil(tar.length / 128) }, (_, index) => index * 128 + (index % 3));
    const found = new Map<number, number>();
    for (const at of [...cuts, tar.length - 1]) found.set(at, (await verifyTar(tar.subarray(0, at))).exit);
    expect([...found].filter(([at, exit]) => at < tar.length && exit !== 2)).toEqual([]);
  });

  test('bytes after the end are archive structure', async () => {
    expect((await verifyTar(Buffer.concat([pack(await asMembers()), Buffer.alloc(512)]))).places[0]?.where).toBe(
      'archive structure',
    );
  });
});

describe('files that are no bundle', () => {
  const check = async (bytes: Uint8Array | undefined, code: string): Promise<void> => {
    const path = freshPath();
    if (bytes !== undefined) writeFileSync(path, bytes);
    const result = await readBundle(path, options);
    expect(result.ok ? 'read' : result.error.code).toBe(code);
    const report = await verifyBundle(path, undefined, options);
    expect(report.ok ? [report.value.exit, report.value.problem?.code] : report.error.code).toEqual(
      code.startsWith('bundle-') ? [code === 'bundle-altered' ? 1 : 2, code] : code,
    );
  };
  const huge = (size: number): Uint8Array => gzipSync(Buffer.concat([memberHeader('case.json', size), Buffer.alloc(2048)]));
  const gz = async (change: (bytes: Buffer) => Buffer): Promise<Uint8Array> =>
    change(readFileSync((await written(sampleSnapshot())).path));

  test('missing', () => check(undefined, 'file-missing'));
  test('empty', () => check(new Uint8Array(0), 'bundle-invalid'));
  test('text', () => check(Buffer.from('apiVersion: v1\n'), 'bundle-invalid'));
  test('a truncated gzip', async () => check(await gz(bytes => bytes.subarray(0, bytes.length / 2)), 'bundle-invalid'));
  test('a gzip without its last byte', async () => check(await gz(bytes => bytes.subarray(0, -1)), 'bundle-invalid'));
  test('a size beyond all bounds', () => check(huge(8 * 1024 ** 3 - 1), 'bundle-invalid'));
  test('a size that the file does not hold', () => check(huge(100_000), 'bundle-invalid'));
  test('a gzip bomb', () =>
    check(gzipSync(Buffer.concat([memberHeader('case.json', 200 * 1024 * 1024), Buffer.alloc(200 * 1024 * 1024)])), 'too-large'));
  test('an altered one', async () => {
    const members = (await asMembers()).map(member =>
      member.name.endsWith('web.json') ? { ...member, text: member.text.replace('web', 'wen') } : member,
    );
    await check(gzipSync(pack(members)), 'bundle-altered');
  });

  test('looksLikeBundle tells gzip from text', async () => {
    const { path } = await written(sampleSnapshot());
    const text = freshPath();
    writeFileSync(text, '{"kind":"List"}');
    expect([await looksLikeBundle(path), await looksLikeBundle(text)]).toEqual([
      { ok: true, value: true },
      { ok: true, value: false },
    ]);
  });
});

describe('writing', () => {
  test('a cancelled export leaves nothing', async () => {
    const controller = new AbortController();
    const path = freshPath();
    const pause = async (): Promise<void> => controller.abort();
    const result = await writeBundle(path, bundleSource(sampleSnapshot()), null, { pause, signal: controller.signal });
    expect(result.ok ? 'written' : result.error.code).toBe('cancelled');
    expect(readdirSync(folder).filter(name => path.endsWith(name) || name.endsWith('.tmp'))).toEqual([]);
  });

  test('a folder that is not there is a problem', async () => {
    const result = await writeBundle(join(folder, 'none', 'x.tar.gz'), bundleSource(sampleSnapshot()), null, options);
    expect(result.ok ? 'written' : result.error.code).toBe('file-unreadable');
  });
});
