import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { ResourceType } from '#contract/kube';
import type { Patch, PatchCheck } from '#contract/patch';
import type { Snapshot } from '#contract/snapshot';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import type { KubeConnection } from '#core/ports';
import { serverDryRun } from '#core/remediate/dry-run';
import { createdObject, reevaluatePatch } from '#core/remediate/reevaluate';
import { typeOfKind } from '#kube/builtin-resources';
import { clock } from '#node/ports';
import { rules } from '#rules/catalogue';
import { field } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { collectionPath, type KubeObject } from '#test/cluster/object';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { faultyNamespace, faultyObjects } from './faulty-objects.ts';
import { connectAs, liveSnapshot } from './live-snapshot.ts';
import { apply, evaluate, patchFor, pathOf, restorable, takeBack } from './patching.ts';

const isOurs = ({ resource }: Finding): boolean =>
  resource !== null && (resource.namespace?.startsWith(faultyNamespace) === true || resource.name.startsWith(faultyNamespace));

const typeOf = ({ target }: Patch): ResourceType => typeOfKind(target.apiVersion, target.kind);
const jsonPatch = { contentType: 'application/json-patch+json' };

await clusterSuite('patches on a real API server', () => {
  let cluster: TestCluster;
  let admin: KubeConnection;
  let nobody: KubeConnection;
  let snapshot: Snapshot;
  let before: Evaluation;

  beforeAll(async () => {
    cluster = await startCluster({ controllers: quietControllers });
    for (const object of faultyObjects) {
      const answer = await cluster.api('POST', collectionPath(object), object);
      if (answer.status !== 201) throw new Error(`${object.kind}: ${JSON.stringify(answer.body)}`);
    }
    admin = await connectAs(cluster, 'admin');
    nobody = await connectAs(cluster, 'auditor');
    snapshot = await liveSnapshot(cluster, { secrets: true });
    before = await evaluate(snapshot);
  });
  afterAll(async () => {
    await admin?.close();
    await nobody?.close();
    await cluster?.stop();
  });

  const fixable = (): readonly Finding[] =>
    before.findings.filter(finding => finding.fixable && finding.status === 'fail' && isOurs(finding));

  const dryRun = (patch: Patch, connection: KubeConnection): Promise<PatchCheck> =>
    serverDryRun(patch, { type: typeOf(patch), as: 'admin' }, connection, { clock });

  /** Applies it, looks again, and takes it back: returns what is wrong, in words. */
  const tryPatch = async (finding: Finding): Promise<readonly string[]> => {
    const made = patchFor(finding, snapshot);
    if (!made.ok) return [`no patch: ${made.error.what} ${made.error.why}`];
    const patch = made.value;
    if (patch.redacted !== null) return [];
    const checks = [
      await reevaluatePatch(patch, createSnapshotIndex(snapshot), evaluate, before.findings),
      await dryRun(patch, admin),
    ];
    const wrong = checks.filter(({ result }) => result !== 'passed').map(({ check, note }) => `${check}: ${note}`);
    const path = pathOf(patch);
    const original = await cluster.api('GET', path);
    const applied = await apply(cluster, patch);
    if (applied.status > 201) return [...wrong, `apply: ${JSON.stringify(applied.body)}`];
    const after = await evaluate(await liveSnapshot(cluster, { secrets: true }));
    if (after.findings.some(({ id }) => id === finding.id)) wrong.push('the finding is still there on the cluster');
    const known = new Set(before.findings.map(({ id }) => id));
    wrong.push(...after.findings.filter(({ id }) => !known.has(id)).map(({ message }) => `new on the cluster: ${message}`));
    const undone = await takeBack(cluster, patch);
    if (undone.status !== 200) return [...wrong, `rollback: ${JSON.stringify(undone.body)}`];
    const restored = await cluster.api('GET', path);
    if (patch.dialect !== 'create') expect(restorable(restored.body)).toEqual(restorable(original.body));
    else expect(restored.status).toBe(404);
    return wrong;
  };

  it('has a finding for every rule with a fix', () => {
    const found = new Set(fixable().map(({ ruleId }) => ruleId));
    expect(rules.filter(({ id, remediate }) => remediate !== undefined && !found.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('each fix is accepted, ends its finding, makes no new one, and can be taken back', async () => {
    const wrong: Record<string, readonly string[]> = {};
    for (const finding of fixable()) {
      const problems = await tryPatch(finding);
      if (problems.length > 0) wrong[`${finding.ruleId} ${finding.resource?.kind} ${finding.path}`] = problems;
    }
    expect(wrong).toEqual({});
    expect(fixable().length).toBeGreaterThan(30);
  });

  const madePatch = (rule: string, kind: string): Patch => {
    const finding = fixable().find(({ ruleId, resource }) => ruleId === rule && resource?.kind === kind);
    const made = finding === undefined ? undefined : patchFor(finding, snapshot);
    if (made?.ok !== true) throw new Error(`No patch of ${rule} on ${kind}.`);
    return made.value;
  };

  const checkRefusal = async (
    patch: Patch,
    connection: KubeConnection,
    expected: Partial<Record<'result' | 'refusal', string | null>> & { readonly note: RegExp },
  ): Promise<void> => {
    const { result, refusal, note } = await dryRun(patch, connection);
    expect({ result, refusal }).toEqual({ result: expected.result ?? 'failed', refusal: expected.refusal });
    expect(note).toMatch(expected.note);
  };

  it('nothing is changed by a dry-run', async () => {
    const patch = madePatch('privileged-container', 'Deployment');
    const earlier = await cluster.api('GET', pathOf(patch));
    expect((await dryRun(patch, admin)).result).toBe('passed');
    expect((await cluster.api('GET', pathOf(patch))).body).toEqual(earlier.body);
  });

  it('refused by RBAC', () =>
    checkRefusal(madePatch('privileged-container', 'Deployment'), nobody, {
      refusal: 'rbac',
      note: /needs the right to change .* cannot patch resource "deployments"/,
    }));

  it('refused by RBAC: a new object', () =>
    checkRefusal(madePatch('default-deny-ingress-missing', 'Namespace'), nobody, {
      refusal: 'rbac',
      note: /needs the right to change/,
    }));

  it('the server does not know the field', () => {
    const patch = madePatch('privileged-container', 'Deployment');
    const odd: Patch = { ...patch, operations: [{ op: 'add', path: '/spec/template/spec/containers/0/nonsense', value: true }] };
    return checkRefusal(odd, admin, { refusal: 'invalid', note: /does not take the changed object/ });
  });

  it('a secret in the object is not quoted by a refusal', async () => {
    const patch = madePatch('privileged-container', 'Deployment');
    const { note } = await dryRun(
      { ...patch, operations: [{ op: 'add', path: '/spec/template/spec/containers/0/nonsense', value: true }] },
      admin,
    );
    expect(note).not.toContain('correct-horse');
  });

  it('the object has changed since: the guard is named', async () => {
    const patch = madePatch('privileged-container', 'StatefulSet');
    const path = '/spec/template/spec/containers/0/securityContext/privileged';
    await cluster.api('PATCH', pathOf(patch), [{ op: 'replace', path, value: false }], jsonPatch);
    await checkRefusal(patch, admin, {
      refusal: 'conflict',
      note: new RegExp(`changed since it was captured: ${path} is another now`),
    });
    await cluster.api('PATCH', pathOf(patch), [{ op: 'replace', path, value: true }], jsonPatch);
  });

  it('the new object is there already', async () => {
    const patch = madePatch('default-deny-ingress-missing', 'Namespace');
    const object = createdObject(patch) as KubeObject;
    await cluster.api('POST', collectionPath(object), object);
    await checkRefusal(patch, admin, { refusal: 'conflict', note: /exists already/ });
    await cluster.api('DELETE', pathOf(patch));
  });

  it('refused by an admission policy', async () => {
    const match = {
      resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['daemonsets'] }],
    };
    const policy = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'frozen' },
      spec: { matchConstraints: match, validations: [{ expression: 'false', message: 'DaemonSets are frozen.' }] },
    };
    const binding = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'frozen' },
      spec: { policyName: 'frozen', validationActions: ['Deny'] },
    };
    for (const object of [policy, binding]) expect((await cluster.api('POST', collectionPath(object), object)).status).toBe(201);
    const patch = madePatch('privileged-container', 'DaemonSet');
    await expect.poll(async () => (await dryRun(patch, admin)).result, { timeout: 20_000 }).toBe('failed');
    await checkRefusal(patch, admin, { refusal: 'admission', note: /An admission policy refuses it .*DaemonSets are frozen/ });
  });

  it('warnings of admission are told', async () => {
    const labelled = await cluster.api(
      'PATCH',
      `/api/v1/namespaces/${faultyNamespace}`,
      { metadata: { labels: { 'pod-security.kubernetes.io/warn': 'restricted' } } },
      { contentType: 'application/merge-patch+json' },
    );
    expect(field(labelled.body, 'kind')).toBe('Namespace');
    const patch = madePatch('privileged-container', 'Deployment');
    await expect
      .poll(async () => (await dryRun(patch, admin)).warnings.join(' '), { timeout: 20_000 })
      .toContain('would violate PodSecurity');
  });

  it('a Secret is never asked about', async () => {
    const target = { apiVersion: 'v1', kind: 'Secret', namespace: faultyNamespace, name: 'x' };
    const asked = (await cluster.auditLines()).length;
    const check = await dryRun({ ...madePatch('privileged-container', 'Deployment'), target }, admin);
    expect([check.result, check.refusal]).toEqual(['not-run', null]);
    const lines = await cluster.auditLines();
    expect(JSON.stringify(lines.slice(asked))).not.toContain('secrets');
  });
});
