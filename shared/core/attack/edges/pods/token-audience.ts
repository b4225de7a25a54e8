import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { tokensForOthers } from '#core/attack/workloads/tokens';
import { workloadResources } from '#kube/pod-templates';

/** Told by edges of their own, which know whose identity it is. */
const known: ReadonlySet<string> = new Set(['sts.amazonaws.com', 'pods.eks.amazonaws.com', 'api://AzureADTokenExchange']);

export const tokenAudience: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'cloud',
  id: 'TOKEN_AUDIENCE',
  row: 'P28',
  title: 'A pod logs in elsewhere by a token of its account',
  severity: 'medium',
  cost: 1,
  gives: 'What the other side (Vault, or another service that trusts the cluster’s issuer) lets this account do.',
  abuse: 'A projected token with another audience is a login for whoever checks tokens for it. The API server refuses it.',
  detect: 'Logins at the other side from addresses that are not the pod’s.',
  remove: 'Give the token a short expirationSeconds, and the account little at the other side.',
  mitigations: [
    'The other side should tie the login to namespace and account, and check that the token is bound to a pod that lives.',
  ],
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#serviceaccount-token-volume-projection',
  ],
  reads: workloadResources,
  *find(world) {
    for (const workload of world.workloads)
      for (const { audience, path } of tokensForOthers(workload)) {
        if (known.has(audience)) continue;
        const what = `The pod mounts a token for ${audience}.`;
        yield { from: workload.id, to: cloudId('audience', audience), ...because(seen(world, workload.object, path, what)) };
      }
  },
};
