import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readManifestPaths } from './read.ts';

let root = '';
const pod = 'kind: Pod';

/** A stand-in for helm and kubectl that says what it was asked; it fails for a folder named `broken`. */
const tool = '#!/bin/sh\ncase "$2" in *broken) echo "boom password: hunter2hunter2" >&2; exit 3;; esac\necho "# $0 $@"\n';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'manifests-'));
  const files: Readonly<Record<string, string>> = {
    'plain/b.yaml': pod,
    'plain/a/c.yml': pod,
    'plain/a/d.json': '{}',
    'plain/readme.md': 'x',
    'plain/node_modules/x.yaml': pod,
    'plain/.git/x.yaml': pod,
    'mixed/a.yaml': pod,
    'mixed/chart/Chart.yaml': 'name: c',
    'mixed/chart/templates/t.yaml': '{{ x }}',
    'mixed/overlay/kustomization.yaml': 'resources: []',
    'mixed/overlay/o.yaml': pod,
    'mixed/broken/Chart.yaml': 'name: b',
    'my chart; rm -rf/Chart.yaml': 'name: c',
    'kust/kustomization.yaml': 'resources: []',
    'bin/helm': tool,
    'bin/kubectl': tool,
    'empty/x': '',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await writeFile(join(root, 'plain/binary.yaml'), new Uint8Array([0xff, 0xfe, 0x00]));
  await symlink(join(root, 'plain'), join(root, 'plain/loop'));
  for (const name of ['helm', 'kubectl']) await chmod(join(root, 'bin', name), 0o755);
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Told {
  readonly files?: readonly string[];
  readonly gaps?: readonly string[];
  readonly notes?: readonly string[];
  readonly problem?: unknown;
  readonly todo?: string;
}

const check = async (paths: readonly string[], expected: Told, folders = 'bin'): Promise<void> => {
  const result = await readManifestPaths(
    paths.map(path => (path === '-' ? path : join(root, path))),
    {
      stdin: async () => new TextEncoder().encode('kind: Piped'),
      env: { PATH: join(root, folders) },
      signal: new AbortController().signal,
    },
  );
  const bare = (text: string): string => text.replaceAll(`${root}/`, '');
  const told: Told = result.ok
    ? {
        files: result.value.files.map(({ path, text }) => bare(`${path}${text.startsWith('#') ? ` ${text.trim()}` : ''}`)),
        gaps: result.value.coverage.map(({ file, reason }) => bare(`${file}: ${reason}`)),
        notes: result.value.notes.map(bare),
      }
    : {
        problem: bare(`${result.error.code}: ${result.error.what} ${result.error.why} ${result.error.detail ?? ''}`).trim(),
        todo: bare(result.error.todo),
      };
  expect(told).toMatchObject(expected);
};

test('a folder with all below it, told what is no text', () =>
  check(['plain'], {
    files: ['plain/a/c.yml', 'plain/a/d.json', 'plain/b.yaml'],
    gaps: ['plain/binary.yaml: plain/binary.yaml is no text. It holds bytes that are not UTF-8.'],
  }));

test('files, the same file twice, and standard input', () =>
  check(['plain/b.yaml', 'plain/b.yaml', '-'], { files: ['plain/b.yaml', '-'] }));

test('a chart is rendered, whatever its name', () =>
  check(['my chart; rm -rf'], {
    files: [`my chart; rm -rf (helm template) # bin/helm template my chart; rm -rf`],
    notes: ['my chart; rm -rf was rendered by helm template; lines count in what it printed.'],
  }));

test('a kustomization is rendered', () => check(['kust'], { files: ['kust (kubectl kustomize) # bin/kubectl kustomize kust'] }));

test('charts among manifests are rendered, and one that fails leaves a gap', () =>
  check(['mixed'], {
    files: [
      'mixed/a.yaml',
      'mixed/overlay/kustomization.yaml',
      'mixed/overlay/o.yaml',
      'mixed/chart (helm template) # bin/helm template mixed/chart',
    ],
    gaps: ['mixed/broken: helm template mixed/broken failed. It ended with code 3.'],
    notes: [
      'mixed/chart was rendered by helm template; lines count in what it printed.',
      'mixed/overlay: kustomizations, whose files were read as they stand. Name such a folder itself to see what it makes.',
    ],
  }));

test('a renderer that fails is told with what it said, without secrets', async () => {
  await check(['mixed/broken'], {
    problem: expect.stringMatching(/^renderer-failed: helm template mixed\/broken failed\. It ended with code 3\. boom/),
  });
  await check(['mixed/broken'], { problem: expect.not.stringContaining('hunter2') });
});

test('without the renderer the command to pipe in is told', () =>
  check(
    ['kust'],
    {
      problem:
        'renderer-missing: kust is a kustomization, and neither kubectl nor kustomize is on the PATH. Its files must be rendered before they are manifests.',
      todo: 'Install kubectl, or render it elsewhere and pipe the result in: kubectl kustomize kust | plumbline scan --manifests -',
    },
    'empty',
  ));

test('what is not there', () =>
  check(['nothing.yaml'], { problem: 'file-missing: There is no nothing.yaml. No file or folder has this name.' }));
