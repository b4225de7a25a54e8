import type { CoverageEntry } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { Output } from '#contract/methods';
import type { Snapshot } from '#contract/snapshot';

/** A small scan, written out: two rules, three failed findings, an unknown, and gaps of every kind. */
export const exampleFinding = (over: Partial<Finding> & { readonly name?: string } = {}): Finding => {
  const { name = 'api', ...rest } = over;
  const resource = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name, uid: `uid-${name}` };
  const path = '/spec/template/spec/containers/0/securityContext/privileged';
  return {
    id: `id-${name}`,
    ruleId: 'privileged-container',
    status: 'fail',
    severity: 'high',
    resource,
    ownerIncomplete: false,
    at: { resource, path, container: 'main' },
    path,
    occurrences: [{ kind: 'Pod', namespace: 'shop', name: `${name}-6d4cf56db-x2x7k` }],
    message: `Container "main" runs in privileged mode.`,
    why: 'It holds every capability.',
    fix: 'Remove privileged: true.',
    frameworks: ['pss/baseline'],
    fixable: true,
    needs: [],
    ...rest,
  };
};

export const exampleUnknown: Finding = {
  ...exampleFinding({ name: 'unknown' }),
  id: 'id-unknown',
  ruleId: 'default-deny-missing',
  status: 'unknown',
  severity: 'medium',
  resource: { apiVersion: 'v1', kind: 'Namespace', name: 'payments' },
  at: { resource: { apiVersion: 'v1', kind: 'Namespace', name: 'payments' }, path: '' },
  path: '',
  occurrences: [],
  message: 'It is unknown in namespace "payments" whether this holds.',
  fix: 'It takes the permission to list networkpolicies.networking.k8s.io in payments.',
  frameworks: [],
  fixable: false,
  needs: [{ group: 'networking.k8s.io', resource: 'networkpolicies', verb: 'list', namespace: 'payments' }],
};

const entry = (resource: string, over: Partial<CoverageEntry>): CoverageEntry => ({
  group: '',
  version: 'v1',
  resource,
  namespace: null,
  state: 'full',
  count: 1,
  reason: '',
  needs: [],
  ...over,
});

export const exampleEntries: readonly CoverageEntry[] = [
  entry('pods', {}),
  entry('secrets', {
    namespace: 'payments',
    state: 'denied',
    count: 0,
    reason: '403 for alice',
    needs: [{ group: '', resource: 'secrets', verb: 'list', namespace: 'payments' }],
  }),
  entry('secrets', { namespace: 'shop' }),
  entry('widgets', { group: 'example.com', state: 'partial', reason: 'cap of 5000 objects' }),
  entry('leases', { group: 'coordination.k8s.io', state: 'not-served', count: 0 }),
];

export const exampleSnapshot = (entries: readonly CoverageEntry[] = exampleEntries): Snapshot => ({
  meta: {
    origin: 'cluster',
    name: 'prod',
    context: { source: 'default', name: 'prod' },
    server: 'https://prod.example.com',
    serverVersion: 'v1.37.2',
    clusterId: 'cluster-uid',
    capturedAt: '2026-11-24T10:00:00.000Z',
    capturedUntil: '2026-11-24T10:00:02.000Z',
    capturedAs: 'alice',
    insecureTls: false,
    toolVersion: '0.1.0',
    factKinds: {},
    fingerprintKeyId: 'key',
    partial: false,
    lists: [],
  },
  types: [],
  objects: new Map([['namespaces', [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]]]),
  facts: [],
  redactions: [],
  coverage: { namespaces: ['payments', 'shop'], entries },
});

export const exampleEvaluation = (over: Partial<Evaluation> = {}): Evaluation => ({
  rulesVersion: '2026.11',
  findings: [
    exampleFinding(),
    exampleFinding({ name: 'web', severity: 'low', ruleId: 'image-tag' }),
    exampleFinding({ name: 'db' }),
    exampleUnknown,
  ],
  tallies: [
    { ruleId: 'privileged-container', passed: 10, failed: 2, unknown: 0 },
    { ruleId: 'image-tag', passed: 7, failed: 1, unknown: 0 },
    { ruleId: 'default-deny-missing', passed: 1, failed: 0, unknown: 1 },
  ],
  coverage: { percent: 97.4, cells: 39, full: 38 },
  skipped: [{ ruleId: 'image-registry', reason: 'The configuration names no registries.' }],
  defects: [],
  ...over,
});

const rule = (id: string, over: Partial<Output<'rules.list'>['rules'][number]>): Output<'rules.list'>['rules'][number] => ({
  id,
  pack: 'pod-security',
  severity: 'high',
  what: 'A container runs in privileged mode.',
  why: 'It holds every capability.',
  fix: 'Remove privileged: true.',
  references: [],
  frameworks: ['pss/baseline'],
  fixable: true,
  needs: [],
  cases: { failing: 1, passing: 2, unknown: 0 },
  ...over,
});

export const exampleRules: Output<'rules.list'>['rules'] = [
  rule('privileged-container', {}),
  rule('image-tag', { pack: 'images', severity: 'low', what: 'An image has no fixed tag.', frameworks: ['cis-1.12/5.5.1'] }),
  rule('default-deny-missing', {
    pack: 'network',
    severity: 'medium',
    what: 'No policy denies by default.',
    frameworks: [],
    needs: ['networkpolicies.networking.k8s.io'],
  }),
];
