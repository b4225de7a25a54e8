import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContextEntry } from '#contract/context';
import { loadSources } from '#node/kubeconfig/sources';
import { createRunContexts } from './run-contexts.ts';

const kubeconfig = (name: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: [{ name, context: { cluster: 'c', user: 'u' } }],
  });

const started = () => createRunContexts({ environment: async () => ({ env: {}, captured: undefined }), home: '/nowhere' });

const listed = async (contexts: ReturnType<typeof started>): Promise<readonly ContextEntry[]> => {
  const list = await contexts.list();
  return list.ok ? list.value.contexts : [];
};

test('what was added is listed under the id that adding gave, and can be removed by it', async () => {
  const contexts = started();
  const added = contexts.add('a.yaml', kubeconfig('one'));
  const source = added.ok ? added.value.source : '';
  expect((await listed(contexts)).map(entry => [entry.source, entry.name])).toEqual([[source, 'one']]);
  expect(contexts.remove(source).ok).toBe(true);
  expect(await listed(contexts)).toEqual([]);
  expect(contexts.remove(source).ok).toBe(false);
});

test('a file or folder that was chosen is read where it lies: its relative paths hold, and a change is seen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-chosen-'));
  const file = join(folder, 'config');
  const other = join(folder, 'more');
  mkdirSync(other);
  writeFileSync(file, kubeconfig('one'));
  writeFileSync(join(other, 'a.yaml'), kubeconfig('two'));
  const contexts = started();
  expect([contexts.addPath(file), contexts.addPath(other)]).toEqual([
    { ok: true, value: { source: file } },
    { ok: true, value: { source: other } },
  ]);
  expect((await listed(contexts)).map(({ name }) => name).toSorted()).toEqual(['one', 'two']);
  writeFileSync(file, kubeconfig('renamed'));
  writeFileSync(join(other, 'b.yaml'), kubeconfig('three'));
  expect((await listed(contexts)).map(({ name }) => name).toSorted()).toEqual(['renamed', 'three', 'two']);
  expect(contexts.remove(file).ok).toBe(true);
  expect((await listed(contexts)).map(({ name }) => name).toSorted()).toEqual(['three', 'two']);
  expect(contexts.addPath(join(folder, 'gone'))).toMatchObject({ ok: false, error: { code: 'file-missing' } });
  rmSync(folder, { recursive: true });
});

test('a removal can be taken back, once', async () => {
  const contexts = started();
  const added = contexts.add('a.yaml', kubeconfig('one'));
  const source = added.ok ? added.value.source : '';
  expect(contexts.restore(source).ok).toBe(false);
  contexts.remove(source);
  expect(contexts.restore(source).ok).toBe(true);
  expect((await listed(contexts)).map(({ name }) => name)).toEqual(['one']);
  expect(contexts.restore(source).ok).toBe(false);
});

test('an id names its text: an answer about one file’s plugin is not another’s, and holds for the same one again', () => {
  const contexts = started();
  const idOf = (name: string): string => {
    const added = contexts.add('a.yaml', kubeconfig(name));
    return added.ok ? added.value.source : '';
  };
  const first = idOf('one');
  contexts.remove(first);
  expect(idOf('two')).not.toBe(first);
  expect(idOf('one')).toBe(first);
});

test('a broken one is told beside the good ones', async () => {
  const contexts = started();
  contexts.add('a.yaml', kubeconfig('one'));
  contexts.add('b.yaml', '{not: [yaml');
  const list = await contexts.list();
  expect((await listed(contexts)).map(({ name }) => name)).toEqual(['one']);
  expect(list.ok ? list.value.sources.flatMap(({ problems }) => problems).join() : '').toContain('b.yaml');
});

test('three hundred files of KUBECONFIG fit into one reply, each context beside its file, and are found by either id', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-many-'));
  const files = Array.from({ length: 300 }, (_, at) => join(folder, `a-file-with-the-long-name-of-a-cluster-${at}.yaml`));
  for (const [at, file] of files.entries()) writeFileSync(file, kubeconfig(`context-${at}`));
  const env = { KUBECONFIG: files.join(delimiter) };
  const contexts = createRunContexts({ environment: async () => ({ env, captured: undefined }), home: '/nowhere' });
  const list = await contexts.list();
  if (!list.ok) throw new Error(list.error.what);
  expect(JSON.stringify(list.value).length).toBeLessThan(256 * 1024);
  const last = list.value.contexts.find(({ name }) => name === 'context-299');
  expect(last?.file).toBe(files[299]);
  const sources = await loadSources({ env, home: '/nowhere', shortIds: true });
  for (const source of [last?.source ?? '', env.KUBECONFIG])
    expect(sources.resolve({ source, name: 'context-299' })).toMatchObject({ ok: true, value: { name: 'context-299' } });
  rmSync(folder, { recursive: true });
});

test('a folder goes by any of its files, and comes back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-folder-'));
  for (const name of ['a', 'b']) writeFileSync(join(folder, `${name}.yaml`), kubeconfig(name));
  const contexts = started();
  contexts.addPath(folder);
  const names = async () => (await listed(contexts)).map(({ name }) => name);
  expect(await names()).toEqual(['a', 'b']);
  expect(contexts.remove(join(folder, 'b.yaml')).ok).toBe(true);
  expect(await names()).toEqual([]);
  expect(contexts.restore(join(folder, 'b.yaml')).ok).toBe(true);
  writeFileSync(join(folder, 'c.yaml'), kubeconfig('c'));
  expect(await names()).toEqual(['a', 'b', 'c']);
  rmSync(folder, { recursive: true });
});

test('chosen paths are there at the next start, text is not; one that is away is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-kept-'));
  const file = join(folder, 'a.yaml');
  writeFileSync(file, kubeconfig('one'));
  let paths: readonly string[] = [];
  const kept = { read: () => paths, write: (next: readonly string[]) => void (paths = next) };
  const start = () => createRunContexts({ environment: async () => ({ env: {}, captured: undefined }), home: '/nowhere', kept });
  const first = start();
  first.addPath(file);
  first.add('b.yaml', kubeconfig('two'));
  expect(paths).toEqual([file]);
  expect((await listed(start())).map(({ name }) => name)).toEqual(['one']);
  rmSync(folder, { recursive: true });
  const away = await start().list();
  expect(away.ok ? away.value.sources.flatMap(({ problems }) => problems).join() : '').toContain('does not exist');
  const last = start();
  last.remove(file);
  expect(paths).toEqual([]);
  last.restore(file);
  expect(paths).toEqual([file]);
});
