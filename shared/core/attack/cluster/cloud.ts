import type { AttackEvidence } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
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

export const cloudAccounts = (world: World, namespace?: string): readonly CloudAccount[] =>
  world.list('serviceaccounts', namespace).flatMap(account =>
    annotations.flatMap(({ provider, key, word }) => {
      const id = textAt(account, 'metadata', 'annotations', key);
      if (id === undefined || id === '') return [];
      const what = `ServiceAccount ${account.metadata.namespace ?? ''}/${account.metadata.name} names the ${word} ${id}.`;
      return [
        {
          account,
          provider,
          id: cloudId(provider, id),
          evidence: seen(world, account, at('/metadata', 'annotations', key), what),
        },
      ];
    }),
  );
