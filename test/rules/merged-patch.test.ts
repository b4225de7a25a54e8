import { expect, test } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Finding } from '#contract/finding';
import type { KubeObject } from '#contract/kube';
import { createPatcher } from '#core/engine/patch-findings';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import { snapshotOf } from './snapshot-of.ts';

const deployment = (name: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop', uid: name },
  spec: { template: { spec: { containers: [{ name: 'api', image: 'nginx:1.27.1' }] } } },
});

const options = { config: defaultConfig, frameworks };
const ports = { pause: async () => {} };
const { signal } = new AbortController();

const patcher = async () => {
  const snapshot = snapshotOf({ objects: [deployment('api'), deployment('web')] });
  const evaluation = await evaluate(createSnapshotIndex(snapshot), rules, options, ports, signal);
  const findingOf = (ruleId: string, name: string): Finding => {
    const found = evaluation.findings.find(
      finding => finding.ruleId === ruleId && finding.resource?.name === name && finding.fixable && finding.status === 'fail',
    );
    if (found === undefined) throw new Error(`no finding of ${ruleId} on ${name}`);
    return found;
  };
  return { make: createPatcher({ snapshot, evaluation, rules, options }, ports, signal), findingOf };
};

test('patches that both add a securityContext are one, proven anew', async () => {
  const { make, findingOf } = await patcher();
  const parts = [findingOf('runs-as-root', 'api'), findingOf('capabilities-not-dropped', 'api')];
  const merged = await make.merged(parts);
  if (!merged.ok) throw new Error(merged.error.why);
  const { patch, left } = merged.value;
  expect(left).toEqual([]);
  expect(new Set(patch.findingIds)).toEqual(new Set(parts.map(({ id }) => id)));
  expect(patch.after).toContain('runAsNonRoot: true');
  expect(patch.after).toContain('- ALL');
  expect(patch.checks.map(({ check, result }) => `${check} ${result}`)).toEqual([
    'parsed passed',
    'schema not-run',
    'reevaluated passed',
    'serverDryRun not-run',
  ]);
  expect(patch.checks.find(({ check }) => check === 'reevaluated')?.note).toContain('All 2 findings are gone');
});

test.each<[string, readonly (readonly [string, string])[]]>([
  [
    'two objects',
    [
      ['runs-as-root', 'api'],
      ['runs-as-root', 'web'],
    ],
  ],
])('patches of %s cannot be one', async (_, wanted) => {
  const { make, findingOf } = await patcher();
  expect(await make.merged(wanted.map(([rule, name]) => findingOf(rule, name)))).toMatchObject({
    ok: false,
    error: { code: 'not-patchable' },
  });
});
