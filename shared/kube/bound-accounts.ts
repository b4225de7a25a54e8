import type { KubeObject } from '#contract/kube';
import { bindingSubjects } from './rbac/subjects.ts';
import { isBootstrapped } from './rbac-rules.ts';

export interface BoundAccounts {
  /** Bindings that name this service account itself. */
  naming(namespace: string, name: string): readonly KubeObject[];
  /** Bindings that name this service account, or a group of service accounts it is in; the API server's own left out. */
  of(namespace: string, name: string): readonly KubeObject[];
}

const keysOf = (binding: KubeObject): readonly string[] =>
  bindingSubjects(binding).flatMap(subject => {
    if (subject.kind === 'ServiceAccount')
      return [`account ${subject.namespace ?? binding.metadata.namespace ?? ''}:${subject.name}`];
    if (subject.kind === 'User' && subject.name.startsWith('system:serviceaccount:'))
      return [`account ${subject.name.slice('system:serviceaccount:'.length)}`];
    return subject.kind === 'Group' ? [`group ${subject.name}`] : [];
  });

const index = (bindings: readonly KubeObject[]): BoundAccounts => {
  const byKey = new Map<string, KubeObject[]>();
  for (const binding of bindings) {
    if (isBootstrapped(binding)) continue;
    for (const key of new Set(keysOf(binding))) byKey.set(key, [...(byKey.get(key) ?? []), binding]);
  }
  return {
    naming: (namespace, name) => byKey.get(`account ${namespace}:${name}`) ?? [],
    of: (namespace, name) =>
      [`account ${namespace}:${name}`, `group system:serviceaccounts:${namespace}`, 'group system:serviceaccounts'].flatMap(
        key => byKey.get(key) ?? [],
      ),
  };
};

// One snapshot's list is one array for as long as it lives: thousands of workloads ask about the same bindings.
const known = new WeakMap<readonly KubeObject[], BoundAccounts>();

export const boundAccounts = (bindings: readonly KubeObject[]): BoundAccounts => {
  const found = known.get(bindings) ?? index(bindings);
  known.set(bindings, found);
  return found;
};
