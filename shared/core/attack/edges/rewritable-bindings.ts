import type { Binding } from '#core/rbac/policy';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { Target } from '../edge.ts';
import { roleNodeId } from '../graph/node-ids.ts';
import { because, seen } from '../reached.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';
import type { World } from '../world.ts';
import { bindingsIn, holdersOf, rbac, roleOf } from './bound-identities.ts';

const has = (entries: readonly string[], wanted: string): boolean => entries.includes('*') || entries.includes(wanted);

const bindsRole =
  (resource: string, name: string) =>
  (rule: PolicyRule): boolean =>
    has(rule.verbs, 'bind') &&
    has(rule.apiGroups, rbac) &&
    has(rule.resources, resource) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(name));

const someoneBinds: (world: Ruled) => boolean = ofPolicy(({ policy }) =>
  policy.roles.some(({ rules }) => rules.some(rule => has(rule.verbs, 'bind') && has(rule.apiGroups, rbac))),
);

const holders: (world: Ruled) => Map<string, readonly string[]> = ofPolicy(() => new Map());

/** Who holds `bind` on the role of the binding, in the binding's namespace: by a binding of the cluster, or of that namespace. */
const bindersOf = (world: Ruled, { ref, roleRef }: Binding): readonly string[] => {
  const key = `${ref.namespace ?? ''} ${roleRef.kind} ${roleRef.name}`;
  const known = holders(world).get(key);
  if (known !== undefined) return known;
  const test = bindsRole(roleRef.kind === 'Role' ? 'roles' : 'clusterroles', roleRef.name);
  const places = ref.namespace === null ? [''] : ['', ref.namespace];
  const found = [...new Set(places.flatMap(place => holdersOf(world, bindingsIn(world, place), test)))];
  holders(world).set(key, found);
  return found;
};

/** Existing bindings of a namespace ('': of the cluster), each open to those who may hand out its role. */
export function* rewritableBindings(world: World, namespace: string): Iterable<Target> {
  if (!someoneBinds(world)) return;
  for (const binding of bindingsIn(world, namespace)) {
    if (roleOf(world, binding) === undefined) continue;
    const open = bindersOf(world, binding);
    if (open.length === 0) continue;
    const { roleRef, ref, object } = binding;
    const scope = roleRef.kind === 'Role' ? roleRef.namespace : ref.namespace;
    const what = `${ref.kind} ${ref.name} refers to ${roleRef.kind} ${roleRef.name}.`;
    yield {
      id: roleNodeId(roleRef.kind, scope, roleRef.name),
      name: ref.name,
      holders: open,
      ...because(seen(world, object, '/subjects', what)),
    };
  }
}
