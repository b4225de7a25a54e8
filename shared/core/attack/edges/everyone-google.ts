import { because, seen } from '../reached.ts';
import type { FoundEdge } from '../edge.ts';
import { internetId, type World } from '../world.ts';
import { field, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import type { KubeObject } from '#contract/kube';

const gkeNode = (world: World): KubeObject | undefined =>
  world.list('nodes').find(node => field(node, 'metadata', 'labels', 'cloud.google.com/gke-nodepool') !== undefined);

export const everyoneGoogle: FoundEdge = {
  kind: 'found',
  from: 'internet',
  to: 'group',
  id: 'EVERYONE_GOOGLE',
  row: 'R51',
  title: 'Any Google account is a user of the cluster',
  severity: 'high',
  cost: 1,
  gives: 'The rights that are bound to system:authenticated beyond what Kubernetes ships.',
  abuse: 'On GKE, system:authenticated holds whoever has a Google account, of any organisation.',
  detect: 'Audit events of users outside of the organisation.',
  remove: 'Delete the binding, or bind a group of your own in place of system:authenticated.',
  mitigations: [
    'A private endpoint or authorized networks, which no object tells of.',
    'GKE since 1.28 refuses to bind cluster-admin to it.',
  ],
  references: [
    'https://cloud.google.com/kubernetes-engine/docs/best-practices/rbac#default-roles-groups',
    'https://attack.mitre.org/techniques/T1078/',
  ],
  reads: ['nodes'],
  *find(world) {
    const node = gkeNode(world);
    if (node === undefined) return;
    const pool = textAt(node, 'metadata', 'labels', 'cloud.google.com/gke-nodepool') ?? '';
    const shown = seen(
      world,
      node,
      at('/metadata', 'labels', 'cloud.google.com/gke-nodepool'),
      `${node.metadata.name} is of GKE’s pool ${pool}.`,
    );
    for (const { baseline, object, subjects } of world.policy.bindings) {
      if (baseline) continue;
      for (const { kind, name, index } of subjects) {
        if (kind !== 'group' || name !== 'system:authenticated') continue;
        const what = `${object.kind} ${object.metadata.name} gives rights to everybody who is logged in.`;
        yield {
          from: internetId,
          to: 'group:system:authenticated',
          ...because(seen(world, object, at('/subjects', index), what), shown),
        };
      }
    }
  },
};
