import { expect, test } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Evaluation } from '#contract/evaluation';
import type { KubeObject } from '#contract/kube';
import type { Patch } from '#contract/patch';
import type { Snapshot } from '#contract/snapshot';
import { createContext, evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createTouchedEvaluator } from '#core/remediate/evaluate-touched';
import { makePatches } from '#core/remediate/patch-set';
import { patchedSnapshot } from '#core/remediate/reevaluate';
import type { RunRules } from '#core/remediate/run-rules';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import { generateCluster } from '#test/bench/generate';
import { smallFixture } from '#test/cluster/fixtures/small';
import { faultyObjects } from '#test/remediate/faulty-objects';
import { snapshotOf } from './snapshot-of.ts';

const options = { config: defaultConfig, frameworks };
const ports = { pause: async () => {} };
const signal = new AbortController().signal;
const run: RunRules = (index, some, namespaces) =>
  evaluate(index, some, namespaces === undefined ? options : { ...options, only: { namespaces } }, ports, signal);
const whole = (snapshot: Snapshot): Promise<Evaluation> => run(createSnapshotIndex(snapshot), rules);

const rows = (findings: Evaluation['findings']): readonly string[] =>
  findings.map(({ id, status, message, fixable }) => [id, status, message, fixable].join(' ')).toSorted();

/** Each patch alone: what was asked again and what was kept is what evaluating the whole finds. */
const check = async (objects: readonly unknown[], unread: readonly string[], every: number, atLeast: number): Promise<void> => {
  const snapshot = snapshotOf({ objects: objects as readonly KubeObject[], unread });
  const index = createSnapshotIndex(snapshot);
  const { findings } = await whole(snapshot);
  const { patches } = makePatches(
    findings.filter(({ fixable }) => fixable),
    rules,
    createContext(index, options, ports, signal),
  );
  const touched = createTouchedEvaluator(index, rules, findings, run);
  const chosen = patches.filter((_, place) => place % every === 0);
  expect(chosen.length).toBeGreaterThan(atLeast);
  for (const patch of chosen) {
    const changed = patchedSnapshot([patch], index);
    if (changed === undefined) throw new Error(nameOf(patch));
    const again = rows((await touched(changed)).findings);
    expect({ patch: nameOf(patch), found: again }).toEqual({
      patch: nameOf(patch),
      found: rows((await whole(changed)).findings),
    });
  }
};

const nameOf = ({ ruleId, target }: Patch): string => `${ruleId} ${target.kind} ${target.namespace ?? ''}/${target.name}`;

test('a cluster of every fault', () => check([...smallFixture(), ...faultyObjects], [], 3, 50));
test('a generated cluster with owners, replicas and status', () => check([...generateCluster({ objects: 900 })], [], 7, 20));
test('a part of it may not be read', () =>
  check([...smallFixture()], ['networkpolicies.networking.k8s.io', 'clusterrolebindings.rbac.authorization.k8s.io'], 5, 20));
