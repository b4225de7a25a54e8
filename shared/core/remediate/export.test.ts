import { expect, test } from 'vitest';
import { PatchPlan } from '#contract/patch';
import type { Patch } from '#contract/patch';
import { exportPatches } from './export.ts';
import { firstChecks } from './patch-checks.ts';

const patch = (more: Partial<Patch> = {}): Patch => ({
  id: 'p',
  ruleId: 'privileged-container',
  findingIds: ['f1'],
  target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
  dialect: 'json-patch',
  operations: [{ op: 'remove', path: '/spec/x' }],
  rollback: [{ op: 'add', path: '/spec/x', value: true }],
  title: 'Remove x',
  risk: 'restart',
  mayBreak: null,
  redacted: null,
  before: 'a',
  after: 'b',
  checks: firstChecks(),
  ...more,
});

const policy = patch({
  ruleId: 'default-deny',
  target: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'deny' },
  dialect: 'create',
  operations: [],
  rollback: [],
  before: '',
  after: 'kind: NetworkPolicy\n',
});

const meta = {
  tool: { version: '1', rulesVersion: 'r' },
  snapshot: { name: 'prod', capturedAt: '2026-01-01T00:00:00Z', clusterId: null },
  left: [{ findingId: 'f9', ruleId: 'x', why: 'No change is safe.' }],
};

const check = (patches: readonly Patch[], expected: Readonly<Record<string, string | undefined>>): void => {
  const { plan, files } = exportPatches(patches, meta);
  expect(PatchPlan.safeParse(plan).error).toBeUndefined();
  const texts = Object.fromEntries(files.map(({ path, text }) => [path, text]));
  expect(texts).toMatchObject(expected);
  expect(Object.keys(texts).filter(path => !['README.md', 'plan.json', 'kustomization.yaml'].includes(path))).toEqual(
    Object.keys(expected).filter(path => path !== 'kustomization.yaml'),
  );
};

test('a change', () =>
  check([patch()], {
    'patches/privileged-container/deployment-shop-api.yaml':
      '# Remove x\n# Deployment shop/api; findings f1\n- op: remove\n  path: /spec/x\n',
    'rollback/privileged-container/deployment-shop-api.yaml':
      '# Undoes: Remove x\n# Deployment shop/api\n- op: add\n  path: /spec/x\n  value: true\n',
    'kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n- path: patches/privileged-container/deployment-shop-api.yaml\n  target:\n    group: apps\n    version: v1\n    kind: Deployment\n    name: api\n    namespace: shop\n',
  }));

test('a new object', () =>
  check([policy], {
    'patches/default-deny/networkpolicy-shop-deny.yaml':
      '# Remove x\n# NetworkPolicy shop/deny; findings f1\nkind: NetworkPolicy\n',
    'rollback/default-deny/networkpolicy-shop-deny.txt':
      'kubectl delete networkpolicy.v1.networking.k8s.io deny --namespace shop\n',
    'kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- patches/default-deny/networkpolicy-shop-deny.yaml\n',
  }));

test('steps have no file', () => {
  const { plan, files } = exportPatches(
    [patch({ redacted: 'It touches a redacted value.', operations: [], rollback: [] })],
    meta,
  );
  expect(plan.patches[0]).toMatchObject({
    file: null,
    rollbackFile: null,
    dialect: 'steps',
    changeRisk: { evidence: 'It touches a redacted value.' },
  });
  expect(files.map(({ path }) => path)).toEqual(['README.md', 'kustomization.yaml', 'plan.json']);
});

test('D6 names that a cluster chose stay inside the folder, apart, and inert', () => {
  const target = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: '../../x:y; rm -rf ~ <b>\n# a' };
  const { files } = exportPatches(
    [
      patch({ target }),
      patch({ target: { ...target, name: '../../x:Y; rm -rf ~ <b>\n# a' } }),
      policy && patch({ ...policy, target: { ...target, name: "a'; rm -rf ~ #" } }),
    ],
    meta,
  );
  const paths = files.map(({ path }) => path).filter(path => path.includes('/'));
  expect(new Set(paths.map(path => path.toLowerCase())).size).toBe(6);
  for (const path of paths) expect(path).toMatch(/^(?:patches|rollback)\/[\w.-]+\/clusterrole-cluster-[\w.+~-]+\.(?:yaml|txt)$/);
  expect(files.find(({ path }) => path.endsWith('.txt'))?.text).toBe(
    `kubectl delete clusterrole.v1.rbac.authorization.k8s.io 'a'\\''; rm -rf ~ #'\n`,
  );
  const readme = files.find(({ path }) => path === 'README.md')?.text ?? '';
  expect(readme).not.toMatch(/<b>|^# a/m);
  expect(files.find(({ path }) => path === 'kustomization.yaml')?.text).toContain(String.raw`\.\./\.\./x:y; rm -rf ~ <b>`);
});
