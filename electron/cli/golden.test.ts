import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ok } from '#contract/result';
import type { CoverageEntry } from '#contract/coverage';
import { exampleEvaluation, exampleFinding, exampleSnapshot, exampleUnknown } from '#test/cli/example-scan';
import { exampleContext, examplePatch, fakeCore, runFake, type CliRun } from '#test/cli/fake-core';

const golden = (name: string): string => join(import.meta.dirname, '../../test/cli/golden', name);

const check = async (name: string, args: readonly string[], run: CliRun = {}): Promise<void> => {
  const { code, out, err } = await runFake(args, run);
  await expect(`$ plumbline ${args.join(' ')}\n${out}--- stderr\n${err}--- exit ${code}\n`).toMatchFileSnapshot(golden(name));
};

const hostile = '\u001b]0;owned\u0007<script>alert(1)</script>\u202Egnp.exe\u200b';

const hostileScan = fakeCore(
  {},
  {
    evaluation: exampleEvaluation({
      findings: [
        exampleFinding({ name: hostile, message: `=cmd|'/c calc'!A1 ${hostile}\nsecond line`, fix: hostile }),
        exampleFinding({ name: '__proto__', ruleId: '__proto__', message: 'x'.repeat(5_000_000) }),
        { ...exampleUnknown, message: hostile, needs: [], resource: { apiVersion: 'v1', kind: 'Namespace', name: hostile } },
      ],
      skipped: [{ ruleId: 'a', reason: hostile }],
      defects: [{ ruleId: 'b', message: hostile }],
    }),
    snapshot: exampleSnapshot([
      {
        group: '',
        version: 'v1',
        resource: hostile,
        namespace: null,
        state: 'failed',
        count: 0,
        reason: `${hostile}${'y'.repeat(100_000)}`,
        needs: [],
        file: `${hostile}.yaml`,
      },
    ]),
  },
);

const manyNamespaces: readonly CoverageEntry[] = Array.from({ length: 40 }, (_, index) => ({
  group: '',
  version: 'v1',
  resource: 'secrets',
  namespace: `team-${index}`,
  state: 'denied',
  count: 0,
  reason: 'not allowed',
  needs: [],
}));

describe('golden outputs', () => {
  test.each([
    ['scan-table.txt', ['scan'], {}],
    ['scan-markdown.txt', ['scan', '--format', 'markdown'], {}],
    ['scan-hostile-markdown.txt', ['scan', '--format', 'markdown'], { core: hostileScan }],
    ['scan-filtered.txt', ['scan', '--filter', 'status:fail severity:high'], {}],
    ['scan-terminal-80.txt', ['scan'], { terminal: 80 }],
    ['scan-terminal-80-no-color.txt', ['scan'], { terminal: 80, env: { NO_COLOR: '1' } }],
    ['scan-csv.txt', ['scan', '--format', 'csv'], {}],
    ['scan-jsonl.txt', ['scan', '--format', 'jsonl'], {}],
    ['scan-json.txt', ['scan', '--format', 'json'], {}],
    [
      'scan-clean.txt',
      ['scan', '--demo'],
      {
        core: fakeCore(
          {},
          {
            evaluation: exampleEvaluation({ findings: [], skipped: [], coverage: { percent: 100, cells: 1, full: 1 } }),
            snapshot: exampleSnapshot([]),
          },
        ),
      },
    ],
    ['scan-many-gaps.txt', ['scan'], { terminal: 100, core: fakeCore({}, { snapshot: exampleSnapshot(manyNamespaces) }) }],
    ['scan-hostile-table.txt', ['scan'], { terminal: 100, core: hostileScan, env: { NO_COLOR: '1' } }],
    ['scan-hostile-csv.txt', ['scan', '--format', 'csv'], { core: hostileScan }],
    ['print-requests.txt', ['scan', '--print-requests'], {}],
    ['print-role.txt', ['snapshot', '--print-role'], {}],
    ['patch.txt', ['patch', '--demo'], {}],
    [
      'patch-redacted.txt',
      ['patch', '--demo'],
      {
        core: fakeCore({
          makePatches: async () =>
            ok({
              patches: [
                examplePatch({
                  redacted: 'Move the value into a Secret.',
                  mayBreak: 'The pod restarts.',
                  before: '',
                  after: `name: "${hostile}"\n`,
                }),
              ],
              left: [],
            }),
        }),
      },
    ],
    [
      'contexts.txt',
      ['contexts'],
      {
        core: fakeCore({
          contexts: async () =>
            ok({
              sources: [],
              contexts: [
                exampleContext(),
                exampleContext({
                  name: `dev${hostile}`,
                  current: false,
                  cluster: null,
                  user: null,
                  problems: ['the cluster "dev" is not defined'],
                }),
              ],
            }),
        }),
      },
    ],
    [
      'verify-altered.txt',
      ['verify', 'case.tar.gz'],
      {
        core: fakeCore({
          verifyBundle: async () =>
            ok({
              state: 'altered',
              identity: 'cd'.repeat(32),
              formatVersion: '1.0',
              signed: false,
              signedBy: null,
              places: [{ where: 'archive structure', what: 'bytes differ from the canonical archive' }],
            }),
        }),
      },
    ],
    ['rules-list.txt', ['rules', 'list'], {}],
    ['rules-show.txt', ['rules', 'show', 'image-tag'], {}],
    ['snapshot.txt', ['snapshot', '--output', '/tmp/prod.tar.gz'], {}],
    ['help.txt', ['--help'], {}],
    ['help-scan.txt', ['scan', '--help'], {}],
    ['unknown-flag.txt', ['scan', '--contex', 'prod'], {}],
  ] as const)('%s', check);
});

describe('hostile text is inert in every format', () => {
  const formats = ['table', 'json', 'jsonl', 'csv'];
  test.each(formats)('%s', async format => {
    const { out, err } = await runFake(['scan', '--format', format], { core: hostileScan });
    // Nothing that a terminal acts on or hides but line breaks.
    expect(`${out}${err}`).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202e]/);
  });

  test.each(['table', 'csv'])('%s for people is bounded', async format => {
    const { out } = await runFake(['scan', '--format', format], { core: hostileScan });
    expect(out.length).toBeLessThan(30_000);
  });
});
