import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { problem, type ProblemCode } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { composeCli } from '#node/engine/compose-cli';
import { type CliRun, fakeCore, runFake } from '#test/cli/fake-core';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string): string => join(folder, name);

const manifest = (image: string, replicas = 1): string =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { replicas, template: { spec: { containers: [{ name: 'api', image }] } } },
  });
writeFileSync(inFolder('one.json'), manifest('api:1'));
writeFileSync(inFolder('same.yaml'), `# written otherwise\n${manifest('api:1').replace('"replicas":1,', '')}`);
writeFileSync(inFolder('two.json'), manifest('api:2'));
writeFileSync(inFolder('broken.yaml'), 'a: [1\n');
writeFileSync(inFolder('words.txt'), 'no object\n');

/** The real core, with a home of its own. */
const real: CliRun = { host: { compose: options => composeCli({ ...options, env: { PLUMBLINE_HOME: inFolder('home') } }) } };

const failing = (code: ProblemCode): CliRun => {
  const result = fail(problem(code, { what: `It is ${code}.`, why: 'A test says so.' }));
  return {
    core: fakeCore({
      capture: async () => result,
      loadSnapshotFile: async () => result,
      selectContext: async name => ok({ source: 's', name: name ?? '' }),
    }),
  };
};

const check = async (args: readonly string[], code: number, told: string | RegExp, run: CliRun = real): Promise<void> => {
  const outcome = await runFake(['diff', ...args], run);
  expect({ code: outcome.code, err: outcome.err }).toMatchObject({ code });
  expect(`${outcome.out}${outcome.err}`).toMatch(told);
  if (code > 1) {
    expect(outcome.out).toBe('');
    expect(outcome.err).toMatch(/^plumbline: .+\n(.*\n)* {2}why .+\n(.*\n)* {2}do .+/m);
  }
};

describe('exit codes', () => {
  test.each<readonly [string, readonly string[], number, string | RegExp]>([
    ['the same, written otherwise', [inFolder('one.json'), inFolder('same.yaml')], 0, 'Nothing that counts differs'],
    ['different', [inFolder('one.json'), inFolder('two.json')], 1, /containers\[name=api\]\.image: api:1 → api:2/],
    ['one input', [inFolder('one.json')], 2, 'Only one was named.'],
    ['none', [], 2, 'None was named.'],
    ['three', ['a', 'b', 'c'], 2, /too many arguments|takes two inputs/],
    ['no such file', [inFolder('nowhere'), inFolder('one.json')], 2, /There is no file or folder .*nowhere[^]*context:NAME/],
    ['broken YAML', [inFolder('broken.yaml'), inFolder('one.json')], 2, /broken\.yaml.*line/],
    ['no object', [inFolder('one.json'), inFolder('words.txt')], 2, /words\.txt holds no Kubernetes object/],
    ['an unknown snapshot of the library', ['library:nothing', inFolder('one.json')], 2, 'holds no snapshot'],
    ['an unknown context', ['context:nobody', inFolder('one.json'), '--kubeconfig', inFolder('nowhere')], 2, 'nowhere'],
    ['the demo and a file', ['--demo', inFolder('one.json')], 2, '--demo compares its own two'],
    ['standard input twice', ['-', '-'], 2, 'Standard input can be one side alone'],
    [
      'how to connect, and nothing to connect to',
      [inFolder('one.json'), inFolder('two.json'), '--as', 'x'],
      2,
      '--as has no meaning here',
    ],
    ['an unknown format', [inFolder('one.json'), inFolder('two.json'), '--format', 'xml'], 2, 'Allowed choices'],
    [
      'an output folder that is not there',
      [inFolder('one.json'), inFolder('two.json'), '-o', inFolder('no/file')],
      2,
      'does not exist',
    ],
  ])('%s', (_, args, code, told) => check(args, code, told));

  test.each<readonly [ProblemCode, number]>([
    ['unreachable', 3],
    ['unauthorized', 3],
    ['tls-untrusted', 3],
    ['nothing-read', 3],
    ['context-unknown', 2],
    ['cancelled', 130],
  ])('a context with the problem %s ends with %i', (code, expected) =>
    check(['context:prod', inFolder('one.json')], expected, `It is ${code}.`, failing(code)),
  );

  test('an altered bundle is an input that cannot be relied on, not a difference', () =>
    check([inFolder('one.json'), inFolder('two.json')], 2, 'It is bundle-altered.', failing('bundle-altered')));
});

test('--output writes the result and prints nothing', async () => {
  const file = inFolder('drift.md');
  const outcome = await runFake(['diff', inFolder('one.json'), inFolder('two.json'), '--format', 'markdown', '-o', file], real);
  expect(outcome).toMatchObject({ code: 1, out: '' });
  expect(readFileSync(file, 'utf8')).toContain('## Objects: 1 changed');
});

test('--help has examples and exit codes', async () => {
  const { out, code } = await runFake(['diff', '--help']);
  expect(code).toBe(0);
  for (const text of ['context:NAME', 'library:ID', 'plumbline diff --demo', '--show-left-out', 'Exit codes'])
    expect(out).toContain(text);
});

test('hostile names do nothing to a terminal or to Markdown', async () => {
  const hostile = 'x\u001b]0;owned\u0007<script>|[a](b)';
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: hostile, namespace: 'shop' } };
  writeFileSync(inFolder('none.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [] }));
  writeFileSync(inFolder('hostile.json'), JSON.stringify(object));
  const outputs = new Map<string, string>();
  for (const format of ['table', 'markdown', 'json']) {
    const { out } = await runFake(['diff', inFolder('none.json'), inFolder('hostile.json'), '--format', format], real);
    outputs.set(format, out);
  }
  for (const out of outputs.values()) expect(out).not.toMatch(/[\u001b\u0007]/);
  expect(outputs.get('markdown')).toContain('script');
  expect(outputs.get('markdown')).not.toMatch(/(?<!\\)<script|(?<!\\)\[a/);
});
