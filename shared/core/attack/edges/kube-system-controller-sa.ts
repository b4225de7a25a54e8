import { because, seen, together, uncertain } from '../reached.ts';
import type { FoundEdge } from '../edge.ts';
import { namespaceId, serviceAccountId } from '../world.ts';
import { at } from '#kube/pointer';

/** Accounts with which kube-controller-manager works, each bound by the API server itself. */
const prefix = 'system:serviceaccount:kube-system:';

export const kubeSystemControllerSa: FoundEdge = {
  kind: 'found',
  from: 'namespace',
  to: 'service-account',
  id: 'KUBE_SYSTEM_CONTROLLER_SA',
  row: 'R35',
  title: 'Whoever runs pods in kube-system has the controllers’ accounts',
  severity: 'critical',
  cost: 1,
  gives:
    'Accounts of Kubernetes’ own controllers: one may escalate every ClusterRole, one may delete everything, several may create pods anywhere.',
  abuse: 'A pod of kube-system may run as any account there, those of kube-controller-manager among them.',
  detect: 'Requests of a controller’s account by another program than kube-controller-manager.',
  remove: 'Let nobody create or change workloads in kube-system.',
  mitigations: ['kube-controller-manager without --use-service-account-credentials has no such accounts.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles'],
  reads: ['serviceaccounts'],
  *find(world) {
    const told = new Set<string>();
    for (const { ref, roleRef, subjects, object } of world.policy.bindings) {
      if (ref.kind !== 'ClusterRoleBinding' || !roleRef.name.startsWith('system:controller:')) continue;
      for (const { kind, name, index } of subjects) {
        const account = name.slice(prefix.length);
        if (kind !== 'user' || !name.startsWith(prefix) || told.has(account)) continue;
        const exists = world.get('serviceaccounts', 'kube-system', account) !== undefined;
        const needs = exists ? [] : world.missing('serviceaccounts', 'kube-system');
        if (!exists && needs.length === 0) continue;
        told.add(account);
        const what = `${ref.name} gives ${account} the rights of ${roleRef.name}.`;
        const reached = together(because(seen(world, object, at('/subjects', index), what)), uncertain(needs));
        yield { from: namespaceId('kube-system'), to: serviceAccountId('kube-system', account), ...reached };
      }
    }
  },
};
