import type { Finding } from '#contract/finding';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import type { SnapshotSummary } from '#contract/snapshot';
import { emptyTray } from '#contract/tray';
import type { Engine, Events, LibraryReader, Services } from '#core/services';
import { createFiles, type HostFiles } from '#node/files';
import { createHostDiagnostics } from '#node/diagnostics/host-diagnostics';
import { createEnvironment } from '#node/engine/environment';
import { createEvents } from '#node/events';
import { nodePorts } from '#node/ports';
import { openSettings } from '#node/settings/settings-store';

const meta: SnapshotSummary['meta'] = {
  origin: 'cluster',
  name: 'prod',
  context: { source: '/home/a/.kube/config', name: 'prod' },
  server: 'https://10.0.0.1',
  serverVersion: 'v1.37.2',
  clusterId: 'c0ffee',
  capturedAt: '2026-11-24T10:00:00.000Z',
  capturedUntil: '2026-11-24T10:00:02.000Z',
  capturedAs: 'anna',
  insecureTls: false,
  toolVersion: '0.1.0',
  factKinds: {},
  fingerprintKeyId: '00',
  partial: false,
};

export const summary = (id: string): SnapshotSummary => ({
  id,
  title: 'prod',
  meta,
  objects: 2,
  findings: { critical: 0, high: 1, medium: 0, low: 0 },
  unknown: 0,
  passed: 1,
  failed: 1,
  rules: 1,
  rulesVersion: 't',
  coverage: { percent: 100, cells: 1, full: 1 },
  bytes: 4096,
});

export const finding = (id: string, change: Partial<Finding> = {}): Finding => ({
  id,
  ruleId: 'privileged-container',
  status: 'fail',
  severity: 'high',
  resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
  ownerIncomplete: false,
  at: {
    resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
    path: '/spec',
    container: 'api',
  },
  path: '/spec',
  occurrences: [],
  message: 'Container api runs in privileged mode.',
  why: 'w',
  fix: 'f',
  frameworks: ['pss/baseline'],
  fixable: true,
  needs: [],
  ...change,
});

const notHere = fail(problem('not-available', { what: 'Not in this test.', why: 'The fake has no engine.' }));

const engine = (events: Events): Engine => ({
  // Streams three events, then waits for its cancel: what carriers must carry.
  capture: async (job, onProgress, signal) => {
    for (let step = 0; step < 3; step += 1) {
      onProgress({
        captureId: job.captureId,
        phase: 'reading',
        resources: [],
        requests: step,
        retries: 0,
        throttled: 0,
        bytes: 0,
        objects: 0,
        findings: 0,
        elapsedMs: step,
      });
    }
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return fail(problem('cancelled', { what: 'The capture was cancelled.', why: 'The caller said so.' }));
  },
  doctor: async (_, _run, signal) => {
    await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
    return fail(problem('cancelled', { what: 'Stopped.', why: 'The caller said so.' }));
  },
  importFile: async () => notHere,
  demo: async () => {
    events.emit({ type: 'library.changed' });
    return ok(summary('demo'));
  },
  exportBundle: async (_, path) => {
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, 'bundle bytes');
    return ok({ bytes: 12, identity: 'ab' });
  },
  patch: async () => notHere,
  mergePatches: async () => notHere,
  pauseCapture: () => undefined,
  captureFindings: async () =>
    ok({ rules: { spoke: 0, total: 0 }, total: 0, severities: { critical: 0, high: 0, medium: 0, low: 0 }, rows: [] }),
  verifyBundle: async () => notHere,
  dryRun: async () =>
    ok({ check: 'serverDryRun', result: 'passed', note: 'accepted', at: null, as: null, refusal: null, warnings: [] }),
  exportPatches: async () => notHere,
  relations: async () => notHere,
  recheck: async () => notHere,
  exportFindings: async () => notHere,
  compare: async () => notHere,
  access: async () => notHere,
  exportAttack: async () => notHere,
  answerExec: () => undefined,
  close: async () => undefined,
});

const many = Array.from({ length: 6_000 }, (_, at) =>
  finding(`f${at}`, {
    message: `Container c${at} ${'x'.repeat(900)}`,
    resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: `p${at}` },
  }),
);

const library: LibraryReader = {
  list: () => ok({ snapshots: [summary('s1')], problems: [] }),
  open: id =>
    id === 's1' || id === 'big'
      ? ok({
          summary: () => summary(id),
          findingParts: () =>
            id === 'big'
              ? [many]
              : [
                  [finding('f1')],
                  [finding('f2', { severity: 'low', resource: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' } })],
                ],
          evaluation: () => ({
            rulesVersion: 't',
            findings: [],
            tallies: [],
            coverage: { percent: 100, cells: 1, full: 1 },
            skipped: [],
            defects: [],
          }),
          coverage: () => ({ namespaces: ['shop'], entries: [] }),
          meta: () => ({ ...meta, lists: [] }),
          types: () => [],
          object: () => undefined,
          facts: () => [],
          redactionsOf: () => [],
          entries: () => [],
        })
      : fail(problem('snapshot-unknown', { what: `There is no snapshot ${id}.`, why: 'It was removed.' })),
  update: id => ok(summary(id)),
  putAside: () => ok({}),
  restore: id => ok(summary(id)),
  tray: () => ok(emptyTray),
  keepTray: () => ok({}),
};

export const fakeServices = (
  home: string,
): { readonly services: Services; readonly files: HostFiles; readonly events: Events } => {
  const events = createEvents();
  const files = createFiles(home);
  const ports = nodePorts({ write: () => undefined }, { keyId: '00', of: () => null });
  const contexts: Services['contexts'] = {
    list: async () => ok({ sources: [], contexts: [] }),
    addPath: path => ok({ source: path }),
    add: (name, text) => ok({ source: `pasted:${name}:${text.length}` }),
    remove: () => ok({}),
    restore: () => ok({}),
  };
  const settings = openSettings(home, () => events.emit({ type: 'settings.changed' }));
  const diagnostics = createHostDiagnostics({
    home,
    host: 'test',
    toolVersion: '0',
    rulesVersion: 't',
    environment: createEnvironment({ PATH: '/usr/bin' }, false),
    settings,
  });
  return { services: { ports, contexts, library, engine: engine(events), files, events, settings, diagnostics }, files, events };
};
