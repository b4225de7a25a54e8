import type { Target } from '../edge.ts';
import { open } from '../reached.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';
import { serviceAccountId, type World } from '../world.ts';
import { boundIdentities } from './bound-identities.ts';

/** Names of the service accounts of a namespace, sorted; `default` is made in every one. */
export const accountsIn = (world: World, namespace: string): readonly string[] => {
  const names = world.list('serviceaccounts', namespace).map(({ metadata }) => metadata.name);
  return names.includes('default') ? names.toSorted() : [...names, 'default'].sort();
};

const boundAccounts: (world: Ruled) => ReadonlyMap<string, readonly string[]> = ofPolicy(world => {
  const found = new Map<string, string[]>();
  for (const id of boundIdentities(world)) {
    if (!id.startsWith('sa:')) continue;
    const slash = id.indexOf('/');
    const namespace = id.slice('sa:'.length, slash);
    found.set(namespace, [...(found.get(namespace) ?? []), id.slice(slash + 1)]);
  }
  return found;
});

/** Accounts of this namespace that some binding names, whether they exist or not. */
export const boundAccountsIn = (world: Ruled, namespace: string): readonly string[] => boundAccounts(world).get(namespace) ?? [];

/** Accounts that exist, each by its own name. */
export function* accountTargets(world: World, namespace: string): Iterable<Target> {
  for (const name of accountsIn(world, namespace)) yield { id: serviceAccountId(namespace, name), name, ...open };
}
