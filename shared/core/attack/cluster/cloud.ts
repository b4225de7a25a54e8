import type { AttackEvidence } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { keptByList } from '../kept-by-list.ts';
import { seen } from '../reached.ts';
import type { World } from '../world.ts';

export const cloudId = (provider: string, id: string): string => `cloud:${provider}/${id}`;

/** A cloud identity that a service account names in an annotation. */
export interface CloudAccount {
  readonly account: KubeObject;
  readonly provider: 'aws' | 'gcp' | 'azure';
  readonly id: string;
  readonly evidence: AttackEvidence;
}

const annotations = [
  { provider: 'aws', key: 'eks.amazonaws.com/role-arn', word: 'AWS role' },
  { provider: 'gcp', key: 'iam.gke.io/gcp-service-account', word: 'Google service account' },
  { provider: 'azure', key: 'azure.workload.identity/client-id', word: 'Azure application' },
] as const;

const allAccounts: (world: World) => readonly CloudAccount[] = keptByList(
  world => world.list('serviceaccounts'),
  world =>
    world.list('serviceaccounts').flatMap(account => {
      const given = account.metadata.annotations;
      if (given === undefined) return [];
      return annotations.flatMap(({ provider, key, word }) => {
        const id = textAt(given, key);
        if (id === undefined || id === '') return [];
        const what = `ServiceAccount ${account.metadata.namespace ?? ''}/${account.metadata.name} names the ${word} ${id}.`;
        const evidence = seen(world, account, at('/metadata', 'annotations', key), what);
        return [{ account, provider, id: cloudId(provider, id), evidence }];
      });
    }),
);

const byNamespace: (world: World) => ReadonlyMap<string, readonly CloudAccount[]> = keptByList(
  world => world.list('serviceaccounts'),
  world => {
    const found = new Map<string, CloudAccount[]>();
    for (const one of allAccounts(world)) {
      const namespace = one.account.metadata.namespace ?? '';
      found.set(namespace, [...(found.get(namespace) ?? []), one]);
    }
    return found;
  },
);

const none: readonly CloudAccount[] = [];

/** Of one namespace, or of all. */
export const cloudAccounts = (world: World, namespace?: string): readonly CloudAccount[] =>
  namespace === undefined ? allAccounts(world) : (byNamespace(world).get(namespace) ?? none);
