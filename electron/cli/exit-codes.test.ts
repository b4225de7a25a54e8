import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problem, problems, type ProblemCode } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { exampleEvaluation, exampleFinding } from '#test/cli/example-scan';
import { doctorReport, examplePatch, fakeCore, runFake, type CliRun } from '#test/cli/fake-core';
import type { VerifyOutcome } from './cli-core.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
const inFolder = (name: string): string => join(folder, name);
writeFileSync(inFolder('broken.yaml'), 'a: [1\n');
writeFileSync(inFolder('wrong.yaml'), 'registries: 7\n');
writeFileSync(inFolder('typo.yaml'), 'rules: {privileged: {enabled: false}}\n');
writeFileSync(inFolder('good.yaml'), 'registries: [registry.example.com]\n');

const check = async (args: readonly string[], code: number, told: string | RegExp = '', run: CliRun = {}): Promise<void> => {
  const outcome = await runFake(args, run);
  expect({ args, code: outcome.code, err: outcome.err }).toMatchObject({ code });
  expect(outcome.err).toMatch(told);
  // A message says what, why and what to do; a result never comes with a wrong use.
  if (code === 2 || code === 3) expect(outcome.err).toMatch(/^plumbline: .+\n(.*\n)* {2}why .+\n(.*\n)* {2}do .+/m);
};

const failing = (code: ProblemCode): CliRun => {
  const result = fail(problem(code, { what: `It is ${code}.`, why: 'A test says so.' }));
  return {
    core: fakeCore({
      capture: async () => result,
      loadSnapshotFile: async () => result,
      loadManifests: async () => result,
      contexts: async () => result,
      selectContext: async () => result,
    }),
  };
};

const verified = (state: VerifyOutcome['state']): CliRun => ({
  core: fakeCore({
    verifyBundle: async () =>
      ok({
        state,
        identity: null,
        formatVersion: null,
        signed: false,
        signedBy: null,
        places: [{ where: 'objects/x.json', what: 'hash differs' }],
      }),
  }),
});

const uncovered = (percent: number | null): CliRun => ({
  core: fakeCore({}, { evaluation: exampleEvaluation({ coverage: { percent, cells: 10, full: 5 } }) }),
});

describe('0: done', () => {
  test.each([
    [['scan']],
    [['scan', '--demo', '--fail-on', 'never']],
    [['scan', '--demo', '--fail-on', 'critical']],
    [['scan', '--context', 'prod', '--min-coverage', '97.4']],
    [['scan', '--snapshot', 'x.tar.gz', '--min-coverage', '50']],
    [['scan', '--manifests', 'a.yaml', 'b', '-']],
    [['scan', '--config', inFolder('good.yaml')]],
    [['scan', '--pss', 'restricted@v1.37']],
    [['scan', '--filter', 'severity:low,high -kind:Pod "two words"', '--severity', 'high']],
    [['patch', '--demo', '--filter', 'fixable:yes']],
    [
      [
        'scan',
        '--rule',
        'image-tag',
        '--framework',
        'cis-1.12',
        '--kind',
        'Deployment',
        '-l',
        'app=api',
        '--severity',
        'low',
        '-n',
        'shop',
      ],
    ],
    [
      [
        'scan',
        '--as',
        'bob',
        '--as-group',
        'a',
        '--as-group',
        'b',
        '--request-timeout',
        '30s',
        '--proxy-url',
        'http://proxy:3128',
        '--trust-exec',
      ],
    ],
    [['scan', '--print-requests']],
    [['snapshot', '--print-role']],
    [['snapshot', '--output', inFolder('s.tar.gz')]],
    [['patch', '--demo']],
    [['patch', '--server-dry-run']],
    [['patch', '--snapshot', 'x', '--output', inFolder('patches')]],
    [['contexts']],
    [['doctor']],
    [['verify', 'x.tar.gz']],
    [['library', 'list']],
    [['rules', 'list']],
    [['rules', 'show', 'image-tag']],
    [['--version']],
    [['--help']],
    [['scan', '--help']],
    [['library', 'remove', '--help']],
  ])('%j', args => check(args, 0));
});

describe('1: done, and something was found', () => {
  test.each([
    [['scan', '--fail-on', 'high'], {}],
    [['scan', '--fail-on', 'medium'], {}],
    [['scan', '--demo', '--fail-on', 'low', '--output', inFolder('one.json'), '--format', 'json'], {}],
    [['verify', 'x'], verified('altered')],
  ] as const)('%j', (args, run) => check(args, 1, '', run));

  test('goes before 3 where both hold', () =>
    check(['scan', '--fail-on', 'high', '--min-coverage', '99'], 1, 'Coverage is 97.4 %'));
  test('not by what --filter leaves out', async () => {
    await check(['scan', '--fail-on', 'high', '--filter', '-severity:critical,high'], 0, '');
    await check(['scan', '--fail-on', 'high', '--filter', 'severity:critical,high'], 1, '');
  });
  test('not by an unknown', () => {
    const evaluation = exampleEvaluation({ findings: [exampleFinding({ status: 'unknown', severity: 'critical' })] });
    return check(['scan', '--fail-on', 'low'], 0, '', { core: fakeCore({}, { evaluation }) });
  });
});

describe('2: wrong use or unreadable input', () => {
  test.each([
    [['scam'], /unknown command 'scam'/],
    [['scan', '--frobnicate'], /unknown option '--frobnicate'/],
    [['scan', 'stray'], /too many arguments/],
    [['scan', '--context'], /argument missing/],
    [['scan', '--context', 'a', '--demo'], 'More than one input'],
    [['scan', '--snapshot', 'a', '--manifests', 'b'], 'More than one input'],
    [['scan', '--format', 'xml'], /table, json, jsonl, csv/],
    [['scan', '--fail-on', 'bad'], /critical/],
    [['scan', '--severity', 'worst'], /critical/],
    [['scan', '--min-coverage', '101'], /from 0 to 100/],
    [['scan', '--min-coverage', '-1'], /from 0 to 100/],
    [['scan', '--manifests', 'a', '--min-coverage', '10'], /--min-coverage has no meaning for manifests/],
    [['scan', '--snapshot', 'a', '--as', 'bob'], /--as has no meaning here/],
    [['scan', '--demo', '--kubeconfig', 'x'], /--kubeconfig has no meaning here/],
    [['scan', '--demo', '--print-role'], /about a cluster/],
    [['scan', '--as-group', 'a'], /--as-group needs --as/],
    [['scan', '--request-timeout', '0'], /above 0/],
    [['scan', '--request-timeout', 'soon'], /above 0/],
    [['scan', '--proxy-url', 'proxy'], /a URL/],
    [['scan', '--pss', 'strict'], /baseline or restricted/],
    [['scan', '--pss', 'restricted@1.37'], /baseline or restricted/],
    [['scan', '--rule', 'privileged'], /no rule "privileged".*\n.*privileged-container/],
    [['scan', '--framework', 'cis'], /framework or control "cis"/],
    [['scan', '--framework', 'pss', '--rule', 'image-tag'], /No rule is left/],
    [['scan', '--selector', 'a=b=c'], /selector cannot be read/],
    [['scan', '--filter', 'ns:shop severity:bad'], /At character 18: severity: takes critical, high, medium or low/],
    [['scan', '--filter', 'image:x'], /At character 1: There is no field “image”/],
    [['scan', '--filter', 'ns:shop rule:privileged'], /At character 9: There is no rule “privileged”/],
    [['patch', '--demo', '--filter', '"open'], /quotation mark is not closed/],
    [['scan', '--config', inFolder('none.yaml')], /does not exist/],
    [['scan', '--config', inFolder('broken.yaml')], /neither JSON nor YAML/],
    [['scan', '--config', inFolder('wrong.yaml')], /wrong at registries/],
    [['scan', '--config', inFolder('typo.yaml')], /rule that does not exist: privileged/],
    [['scan', '--output', inFolder('no/such/folder.json')], /does not exist/],
    [['scan', '--output', folder], /is a folder/],
    [['snapshot'], /needs --output/],
    [['snapshot', '--output', inFolder('no/such.tar.gz')], /does not exist/],
    [['snapshot', '--demo'], /unknown option/],
    [['patch', '--demo', '--server-dry-run'], /needs a cluster/],
    [['patch', '--output', folder], /exists already and is not empty/],
    [['patch', '--finding', 'nope'], /no finding "nope"/],
    [['verify'], /missing required argument 'file'/],
    [['verify', 'x', '--expect', 'abc'], /64 hexadecimal/],
    [['rules', 'show', 'image'], /image-tag/],
    [['library', 'remove', 'gone'], /holds no snapshot "gone"/],
    [['library', 'export', 'x'], /required option/],
    [['serve', '--port', '70000'], /0 to 65535/],
    [['serve', 'x', '--demo'], /both named/],
    [['open', 'x', '--demo'], /both named/],
  ] as const)('%j', (args, told) => check(args, 2, told));

  test('no command at all: the help, as an error', async () => {
    const outcome = await runFake([]);
    expect(outcome).toMatchObject({ code: 2, out: '' });
    expect(outcome.err).toMatch('Usage: plumbline');
  });

  test('verify of what is no whole bundle', async () => {
    const outcome = await runFake(['verify', 'x'], verified('incomplete'));
    expect(outcome).toMatchObject({ code: 2, out: expect.stringContaining('not a complete bundle') as unknown });
  });
});

describe('every problem has the code of the table', () => {
  const codes = (Object.keys(problems) as ProblemCode[]).filter(code => problems[code].exit === 2 || problems[code].exit === 3);
  test.each(codes)('%s', code => check(['scan'], problems[code].exit, `It is ${code}.`, failing(code)));
});

describe('3: the cluster could not be reached or read', () => {
  test.each([
    [['scan'], 'unreachable'],
    [['snapshot', '--output', inFolder('never.tar.gz')], 'nothing-read'],
    [['patch'], 'tls-untrusted'],
  ] as const)('%j: %s', (args, code) => check(args, 3, `It is ${code}.`, failing(code)));

  test('coverage below what was asked', () => check(['scan', '--min-coverage', '98'], 3, 'Coverage is 97.4 %, below the 98 %'));
  test('no coverage at all', () => check(['scan', '--min-coverage', '1'], 3, 'Coverage is 0 %', uncovered(null)));
  test('snapshot below what was asked', () =>
    check(['snapshot', '--output', inFolder('below.tar.gz'), '--min-coverage', '60'], 3, 'written all the same', uncovered(50)));
  test('doctor with a failing step', async () => {
    const outcome = await runFake(['doctor'], {
      core: fakeCore({
        doctor: async (_context, _connect, onStep) => {
          const report = doctorReport(false);
          report.steps.forEach(onStep);
          return ok(report);
        },
      }),
    });
    expect(outcome.code).toBe(3);
    expect(outcome.out).toBe(
      'pass  Kubeconfig: /home/alice/.kube/config\nfail  Network: 192.0.2.1:6443\n      raw: connect ECONNREFUSED\n      do:  Start the VPN.\n\nprod at https://prod.example.com: 1 step failed\n',
    );
  });
});

describe('130: interrupted', () => {
  const interrupted = (args: readonly string[]): Promise<void> => {
    const interrupt = new AbortController();
    const stop = async <T>(): Promise<T> => {
      interrupt.abort();
      return fail(problem('cancelled', { what: 'The capture was cancelled.', why: 'Ctrl-C was pressed.' })) as T;
    };
    return check(args, 130, 'cancelled', {
      signal: interrupt.signal,
      core: fakeCore({ capture: stop, loadDemo: stop, verifyBundle: stop, makePatches: stop }),
    });
  };

  test.each([
    [['scan']],
    [['scan', '--demo', '--fail-on', 'low']],
    [['snapshot', '--output', inFolder('cut.tar.gz')]],
    [['patch']],
    [['verify', 'x']],
  ])('%j', interrupted);

  test('even where what was torn down throws', () => {
    const interrupt = new AbortController();
    const evaluate = (): never => {
      interrupt.abort();
      throw new Error('torn down');
    };
    return check(['scan', '--demo'], 130, '', { signal: interrupt.signal, core: fakeCore({ evaluate }) });
  });

  test('even where the command came to its end', () => check(['scan'], 130, '', { signal: AbortSignal.abort() }));

  test('while the result is written: no file, no temporary one', async () => {
    const interrupt = new AbortController();
    const before = readdirSync(folder);
    const core = fakeCore({
      makePatches: async () => {
        interrupt.abort();
        return ok({ patches: [examplePatch()], left: [] });
      },
    });
    await check(['patch', '--output', inFolder('cut')], 130, '', { signal: interrupt.signal, core });
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('outside the promise', () => {
  test('a defect of ours is none of these codes: it rejects', async () => {
    const broken = fakeCore({
      capture: () => {
        throw new TypeError('a defect');
      },
    });
    await expect(runFake(['scan'], { core: broken })).rejects.toThrow('a defect');
  });
});
