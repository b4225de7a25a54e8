import { setTimeout as delay } from 'node:timers/promises';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { type Authorizer, createAuthorizer } from '#core/rbac/authorizer';
import { policyOf } from '#core/rbac/policy-of';
import { unsettledRoles } from '#kube/rbac/aggregation';
import { field, itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { snapshotOf } from '#test/rules/snapshot-of';

export const rbacRoot = '/apis/rbac.authorization.k8s.io/v1';
const kinds = [
  ['clusterroles', 'ClusterRole'],
  ['roles', 'Role'],
  ['clusterrolebindings', 'ClusterRoleBinding'],
  ['rolebindings', 'RoleBinding'],
] as const;

export const pathOf = ({ kind, metadata }: KubeObject): string => {
  const plural = kinds.find(([, each]) => each === kind)?.[0] ?? '';
  return metadata.namespace === undefined ? `${rbacRoot}/${plural}` : `${rbacRoot}/namespaces/${metadata.namespace}/${plural}`;
};

export const objectPath = (object: KubeObject): string => `${pathOf(object)}/${encodeURIComponent(object.metadata.name)}`;

/** Creates what the API server takes of these; tells how many it took. */
export const create = async (cluster: TestCluster, objects: readonly KubeObject[]): Promise<number> => {
  let taken = 0;
  await inParallel(objects, 6, async object => {
    const { status, body } = await cluster.api('POST', pathOf(object), object);
    if (status === 201) taken++;
    else if (status !== 409 && status !== 422) throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify(body)}`);
  });
  return taken;
};

export const remove = (cluster: TestCluster, objects: readonly KubeObject[]): Promise<void> =>
  inParallel(objects, 6, async object => {
    await cluster.api('DELETE', objectPath(object));
  });

/** All roles and bindings, as a list of the API server has them. */
export const readRbac = async (cluster: TestCluster): Promise<readonly KubeObject[]> => {
  const objects: KubeObject[] = [];
  for (const [plural, kind] of kinds) {
    const answer = await cluster.api('GET', `${rbacRoot}/${plural}`);
    if (answer.status !== 200) throw new Error(`list ${plural}: ${String(answer.status)}`);
    for (const item of itemsOf(answer))
      objects.push({ apiVersion: 'rbac.authorization.k8s.io/v1', kind, ...(item as object) } as KubeObject);
  }
  return objects;
};

const until = async (what: string, test: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 600; tries++) {
    if (await test()) return;
    await delay(50);
  }
  throw new Error(`not in 30 s: ${what}`);
};

export const review = async (
  cluster: TestCluster,
  spec: object,
): Promise<{ readonly status: number; readonly allowed: unknown; readonly reason: unknown }> => {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  const answer = await cluster.api('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', body);
  return {
    status: answer.status,
    allowed: field(answer.body, 'status', 'allowed'),
    reason: field(answer.body, 'status', 'reason'),
  };
};

let marks = 0;

/** Until the authorizer has seen all that was written: its four watches each are in order, so the last object is enough. */
export const settle = async (cluster: TestCluster, namespace: string): Promise<void> => {
  await until('aggregated roles are what the others make them', async () => {
    const roles = (await readRbac(cluster)).filter(({ kind }) => kind === 'ClusterRole');
    return unsettledRoles(roles).length === 0;
  });
  marks++;
  const name = `zz-mark-${String(process.pid)}-${String(marks)}`;
  const meta = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name } };
  const inside = { ...meta, metadata: { name, namespace } };
  const rules = [{ verbs: ['mark'], apiGroups: ['mark'], resources: [name] }];
  const refer = (kind: string) => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: `${name}-${kind}` }],
  });
  await create(cluster, [
    { ...meta, kind: 'ClusterRole', rules },
    { ...inside, kind: 'Role', rules },
    { ...meta, kind: 'ClusterRoleBinding', ...refer('ClusterRole') },
    { ...inside, kind: 'RoleBinding', ...refer('Role') },
  ]);
  const resourceAttributes = { verb: 'mark', group: 'mark', resource: name, namespace };
  for (const kind of ['ClusterRole', 'Role'])
    await until(
      'the authorizer has seen the marks',
      async () => (await review(cluster, { user: `${name}-${kind}`, resourceAttributes })).allowed === true,
    );
};

/** Our authorizer over what the API server has now. */
export const authorizerNow = async (cluster: TestCluster): Promise<Authorizer> =>
  createAuthorizer(policyOf(createSnapshotIndex(snapshotOf({ objects: await readRbac(cluster) }))));
