import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { at } from '#kube/pointer';

export const gcpUser: FoundEdge = {
  kind: 'found',
  from: 'cloud',
  to: 'user',
  id: 'GCP_USER',
  row: 'P27',
  title: 'A Google service account is a user of the cluster',
  severity: 'high',
  cost: 1,
  gives: 'The rights that bindings give to this user.',
  abuse: 'GKE takes Google’s tokens: the user’s name is the address of the Google service account.',
  detect: 'Audit events of this user.',
  remove: 'Take the subject out of the binding, or give it fewer rights.',
  mitigations: ['IAM roles of Google may give rights in the cluster as well; no object of the cluster tells.'],
  references: [
    'https://cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control',
    'https://attack.mitre.org/techniques/T1078/004/',
  ],
  *find(world) {
    const told = new Set<string>();
    for (const { object, subjects } of world.policy.bindings)
      for (const { kind, name, index } of subjects) {
        if (kind !== 'user' || !name.endsWith('.gserviceaccount.com') || told.has(name)) continue;
        told.add(name);
        const what = `${object.kind} ${object.metadata.name} names the Google service account as a user.`;
        yield { from: cloudId('gcp', name), to: `user:${name}`, ...because(seen(world, object, at('/subjects', index), what)) };
      }
  },
};
