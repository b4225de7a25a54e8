import type { FoundEdge } from '#core/attack/edge';
import { because, seen } from '#core/attack/reached';
import { secretId } from '#core/attack/world';
import { isStatic } from '#core/attack/workloads/containers-of';
import { referredSecrets } from '#core/attack/workloads/referred-secrets';

export const nodeReadsSecret: FoundEdge = {
  kind: 'found',
  from: 'user',
  to: 'secret',
  id: 'NODE_READS_SECRET',
  row: 'P21',
  title: 'A node may read the Secrets that its pods refer to',
  severity: 'medium',
  cost: 1,
  gives: 'The values of these Secrets, those for pulling images among them.',
  abuse: 'The Node authorizer lets a kubelet get each Secret that a pod on its node refers to, mounted or not.',
  detect: 'Audit events of get on secrets by a system:node user for Secrets that no pod on the node refers to.',
  remove: 'Keep workloads with strong Secrets on nodes of their own.',
  mitigations: ['The Node authorizer lets it read no other Secret.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/node/', 'https://attack.mitre.org/techniques/T1552/007/'],
  reads: ['pods', 'secrets'],
  *find(world) {
    for (const workload of world.workloads) {
      if (isStatic(workload) || workload.nodes.length === 0) continue;
      for (const secret of referredSecrets(workload)) {
        if (world.get('secrets', workload.namespace, secret) === undefined) continue;
        const what = `Pods of ${workload.kind} ${workload.name} on the node refer to Secret ${secret}.`;
        const reached = because(seen(world, workload.object, workload.podSpecPath, what));
        for (const node of workload.nodes)
          yield { from: `user:system:node:${node}`, to: secretId(workload.namespace, secret), ...reached };
      }
    }
  },
};
