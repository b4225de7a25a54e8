import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { Patch } from '#contract/patch';
import type { Snapshot } from '#contract/snapshot';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import type { KubeConnection } from '#core/ports';
import { serverDryRun } from '#core/remediate/dry-run';
import { reevaluatePatch } from '#core/remediate/reevaluate';
import { typeOfKind } from '#kube/builtin-resources';
import { clock } from '#node/ports';
import { rules } from '#rules/catalogue';
import { itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { createObjects, loadFixtures } from '#test/cluster/fixtures/load';
import { objectPath, type KubeObject } from '#test/cluster/object';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { faultyObjects } from './faulty-objects.ts';
import { connectAs, liveSnapshot } from './live-snapshot.ts';
import { apply, evaluate, patchFor, pathOf, restorable, takeBack } from './patching.ts';
import { settle, startJobs } from './rollout.ts';

interface Made {
  readonly finding: Finding;
  readonly patch: Patch;
}

/** One finding of each kind of case, in rounds in which every object is changed once: one rollout then serves all. */
const roundsOf = (findings: readonly Finding[], snapshot: Snapshot): readonly (readonly Made[])[] => {
  const cases = new Map(
    findings
      .filter(({ fixable, status }) => fixable && status === 'fail')
      .map(finding => [[finding.ruleId, finding.resource?.kind, finding.path, finding.severity].join(' '), finding]),
  );
  const rounds: Made[][] = [];
  for (const finding of cases.values()) {
    const made = patchFor(finding, snapshot);
    if (!made.ok) throw new Error(`${finding.message} ${made.error.what} ${made.error.why}`);
    if (made.value.redacted !== null) continue;
    const path = pathOf(made.value);
    const free = rounds.find(round => round.every(({ patch }) => pathOf(patch) !== path));
    if (free === undefined) rounds.push([{ finding, patch: made.value }]);
    else free.push({ finding, patch: made.value });
  }
  return rounds;
};

const nameOf = ({ ruleId, resource, path }: Finding): string =>
  `${ruleId} ${resource?.kind} ${resource?.namespace ?? ''}/${resource?.name} ${path}`;

await clusterSuite('patches where controllers run', () => {
  let cluster: TestCluster;
  let admin: KubeConnection;
  let snapshot: Snapshot;
  let before: Evaluation;
  let rounds: readonly (readonly Made[])[];

  beforeAll(async () => {
    cluster = await startCluster();
    await loadFixtures(cluster, 'small');
    await createObjects(cluster, faultyObjects);
    const cronJobs = itemsOf(await cluster.api('GET', '/apis/batch/v1/cronjobs')) as readonly KubeObject[];
    await startJobs(
      cluster,
      cronJobs.map(cronJob => objectPath({ ...cronJob, apiVersion: 'batch/v1', kind: 'CronJob' })),
    );
    await settle(cluster);
    admin = await connectAs(cluster, 'admin');
    snapshot = await liveSnapshot(cluster, { secrets: true });
    before = await evaluate(snapshot);
    rounds = roundsOf(before.findings, snapshot);
  }, 180_000);
  afterAll(async () => {
    await admin?.close();
    await cluster?.stop();
  });

  it('there is a case of every rule with a fix, and workloads have pods', () => {
    const found = new Set(rounds.flat().map(({ finding }) => finding.ruleId));
    expect(rules.filter(({ id, remediate }) => remediate !== undefined && !found.has(id)).map(({ id }) => id)).toEqual([]);
    const withPods = rounds.flat().filter(({ finding }) => finding.occurrences.some(({ kind }) => kind === 'Pod'));
    expect(new Set(withPods.map(({ finding }) => finding.resource?.kind))).toEqual(
      new Set(['CronJob', 'DaemonSet', 'Deployment', 'StatefulSet']),
    );
  });

  const rollOut = async (patches: readonly Patch[]): Promise<void> => {
    await startJobs(
      cluster,
      patches.filter(({ target }) => target.kind === 'CronJob').map(patch => pathOf(patch)),
    );
    await settle(cluster);
  };

  /** Why a patch may not be applied: what its two checks say. */
  const refusals = async ({ patch }: Made): Promise<readonly string[]> => {
    const target = { type: typeOfKind(patch.target.apiVersion, patch.target.kind), as: 'admin' };
    const checks = [
      await reevaluatePatch(patch, createSnapshotIndex(snapshot), evaluate, before.findings),
      await serverDryRun(patch, target, admin, { clock }),
    ];
    return checks.filter(({ result }) => result !== 'passed').map(({ check, note }) => `${check}: ${note}`);
  };

  const originals = async (round: readonly Made[]): Promise<readonly unknown[]> =>
    Promise.all(
      round.map(async ({ patch }) => {
        const { status, body } = await cluster.api('GET', pathOf(patch));
        return status === 404 ? 'absent' : restorable(body);
      }),
    );

  /** Applies a round, looks again, takes it back: what is wrong, in words. */
  const tryRound = async (round: readonly Made[]): Promise<readonly string[]> => {
    const wrong: string[] = [];
    for (const made of round) wrong.push(...(await refusals(made)).map(why => `${nameOf(made.finding)}: ${why}`));
    const original = await originals(round);
    for (const { finding, patch } of round) {
      const { status, body } = await apply(cluster, patch);
      if (status > 201) wrong.push(`${nameOf(finding)}: not applied: ${JSON.stringify(body)}`);
    }
    await rollOut(round.map(({ patch }) => patch));
    const after = await evaluate(await liveSnapshot(cluster, { secrets: true }));
    const known = new Set(before.findings.map(({ id }) => id));
    const left = new Set(after.findings.map(({ id }) => id));
    wrong.push(...round.filter(({ finding }) => left.has(finding.id)).map(({ finding }) => `${nameOf(finding)}: still there`));
    wrong.push(
      ...after.findings.filter(({ id }) => !known.has(id)).map(finding => `${nameOf(finding)}: new: ${finding.message}`),
    );
    for (const { finding, patch } of round) {
      const { status, body } = await takeBack(cluster, patch);
      if (status !== 200) wrong.push(`${nameOf(finding)}: not taken back: ${JSON.stringify(body)}`);
    }
    const restored = await originals(round);
    wrong.push(
      ...round
        .filter((_, index) => !isDeepStrictEqual(restored[index], original[index]))
        .map(({ finding }) => `${nameOf(finding)}: not restored`),
    );
    return wrong;
  };

  it('each fix is accepted, ends its finding to the last replica, makes no new one, and can be taken back', async () => {
    const wrong: string[] = [];
    for (const round of rounds) wrong.push(...(await tryRound(round)));
    expect(wrong).toEqual([]);
    await rollOut(rounds.flat().map(({ patch }) => patch));
    const end = await evaluate(await liveSnapshot(cluster, { secrets: true }));
    expect(end.findings.map(({ id }) => id).toSorted()).toEqual(before.findings.map(({ id }) => id).toSorted());
  }, 600_000);
});
