import type { ContextEntry, DoctorReport } from '#contract/context';
import type { Patch } from '#contract/patch';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot } from '#contract/snapshot';
import type { Evaluation } from '#contract/evaluation';
import type { CliCore, CliLibrary, Evaluated } from '#electron/cli/cli-core';
import type { CliHost, TextOut } from '#electron/cli/host';
import { runCli } from '#electron/cli/program';
import { exampleEvaluation, exampleRules, exampleSnapshot } from './example-scan.ts';

const refused = (name: string): Problem =>
  problem('not-available', { what: `The fake core does not ${name}.`, why: 'No test asked for it.' });

export const exampleContext = (over: Partial<ContextEntry> = {}): ContextEntry => ({
  source: '/home/alice/.kube/config',
  name: 'prod',
  current: true,
  namespace: null,
  cluster: { name: 'prod', server: 'https://prod.example.com', ca: null, insecure: false, proxyUrl: null, tlsServerName: null },
  user: { name: 'alice', auth: ['token'] },
  problems: [],
  ...over,
});

export const examplePatch = (over: Partial<Patch> = {}): Patch => ({
  id: 'patch-1',
  ruleId: 'privileged-container',
  findingIds: ['id-api'],
  target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
  dialect: 'json-patch',
  operations: [],
  rollback: [],
  title: 'Remove privileged from container main',
  risk: 'restart',
  mayBreak: null,
  redacted: null,
  before: 'a: 1\nprivileged: true\n',
  after: 'a: 1\n',
  checks: [
    {
      check: 'reevaluated',
      result: 'passed',
      note: 'this finding gone, no new one',
      at: null,
      as: null,
      refusal: null,
      warnings: [],
    },
  ],
  ...over,
});

export const doctorReport = (ok: boolean): DoctorReport => ({
  context: 'prod',
  server: 'https://prod.example.com',
  ok,
  steps: [
    { id: 'file', title: 'Kubeconfig', state: 'pass', seen: '/home/alice/.kube/config', error: null, fix: null, elapsedMs: 1 },
    ok
      ? { id: 'network', title: 'Network', state: 'pass', seen: '192.0.2.1:6443', error: null, fix: null, elapsedMs: 2 }
      : {
          id: 'network',
          title: 'Network',
          state: 'fail',
          seen: '192.0.2.1:6443',
          error: 'connect ECONNREFUSED',
          fix: 'Start the VPN.',
          elapsedMs: 2,
        },
  ],
});

const library: CliLibrary = {
  list: async () => ok({ snapshots: [], problems: [] }),
  importFile: async () => fail(refused('import')),
  load: async () => fail(refused('load')),
  exportBundle: async () => fail(refused('export')),
  remove: async () => fail(refused('remove')),
};

/** A core that answers from the example; each test replaces what it is about. */
export const fakeCore = (
  over: Partial<CliCore> = {},
  example: { readonly evaluation?: Evaluation; readonly snapshot?: Snapshot } = {},
): CliCore => {
  const snapshot = example.snapshot ?? exampleSnapshot();
  const loaded = { snapshot, collectMs: 2_000, notes: [] };
  const evaluated = (): Result<Evaluated, Problem> =>
    ok({ loaded, evaluation: example.evaluation ?? exampleEvaluation(), durations: { collect: 2_000, evaluate: 15 } });
  return {
    toolVersion: '0.1.0',
    rules: async () => ({ version: '2026.11', list: exampleRules }),
    contexts: async () => ok({ sources: [], contexts: [exampleContext()] }),
    selectContext: async name => ok({ source: 'default', name: name ?? 'prod' }),
    doctor: async (_context, _connect, onStep) => {
      const report = doctorReport(true);
      report.steps.forEach(onStep);
      return ok(report);
    },
    plan: async () => ({
      requests: [{ method: 'GET', path: '/api/v1/pods', accept: 'application/json', why: 'rules read pods' }],
      budget: 20_000,
      role: 'kind: ClusterRole\n',
    }),
    roleFor: async () => ok('kind: ClusterRole # with custom resources\n'),
    capture: async () => evaluated(),
    loadSnapshotFile: async () => ok(loaded),
    loadManifests: async () => ok(loaded),
    loadDemo: async () => ok(loaded),
    loadDemoPair: async () => ok([loaded, loaded]),
    compare: async () => fail(refused('compare')),
    evaluate: async () => evaluated(),
    access: async () => Promise.reject(new Error('The fake core has no engine of rights.')),
    makePatches: async () =>
      ok({ patches: [examplePatch()], left: [{ findingId: 'id-web', ruleId: 'image-tag', why: 'The digest is not known.' }] }),
    dryRunRefusal: async () => undefined,
    dryRun: async patches => ok(patches),
    patchFiles: async () => ({
      plan: {
        schemaVersion: '1',
        tool: { name: 'plumbline', version: '0.1.0', rulesVersion: '2026.11' },
        snapshot: { name: 'prod', capturedAt: '', clusterId: null },
        patches: [],
        left: [],
      },
      files: [
        { path: 'plan.json', text: '{}\n' },
        { path: 'patches/privileged-container/deployment-shop-api.yaml', text: 'a: 1\n' },
      ],
    }),
    writeBundle: async () => ok({ identity: 'ab'.repeat(32), bytes: 1_234 }),
    verifyBundle: async () =>
      ok({ state: 'intact', identity: 'ab'.repeat(32), formatVersion: '1.0', signed: false, signedBy: null, places: [] }),
    library,
    close: async () => {},
    ...over,
  };
};

interface Recorded extends TextOut {
  readonly text: () => string;
}

const recorded = (columns: number | undefined): Recorded => {
  let all = '';
  return {
    isTTY: columns !== undefined,
    columns: columns ?? 80,
    stream: undefined,
    write: async text => void (all += text),
    text: () => all,
  };
};

export interface CliRun {
  readonly core?: CliCore;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Columns of a terminal; undefined: output is piped. */
  readonly terminal?: number;
  readonly host?: Partial<CliHost>;
}

export interface CliOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The whole command line in this process. */
export const runFake = async (args: readonly string[], run: CliRun = {}): Promise<CliOutcome> => {
  const out = recorded(run.terminal);
  const err = recorded(undefined);
  const code = await runCli(args, {
    out,
    err,
    env: run.env ?? {},
    version: '0.1.0',
    signal: run.signal ?? new AbortController().signal,
    elapsed: () => 0,
    readStdin: async () => new Uint8Array(),
    readText: async function* () {
      yield '';
    },
    compose: async () => run.core ?? fakeCore(),
    startServe: async () => fail(refused('serve')),
    startDesktop: async () => fail(refused('open')),
    ...run.host,
  });
  return { code, out: out.text(), err: err.text() };
};
