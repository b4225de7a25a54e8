import type { RbacRef } from '#contract/rbac';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { allowsEverything } from '#kube/rbac-rules';
import type { Target } from '../edge.ts';
import { roleNodeId } from '../graph/node-ids.ts';
import { because, open, seen } from '../reached.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';
import type { World } from '../world.ts';
import { bindableClusterRoles } from './bindable-roles.ts';
import { bindingsIn, rbac, roleOf, subjectIds } from './bound-identities.ts';
import { namesInRules } from './rule-names.ts';

const has = (entries: readonly string[], wanted: string): boolean => entries.includes('*') || entries.includes(wanted);

/** Rules by which roles may be handed out, and who holds them. Whoever holds every right needs none of them. */
interface Binders {
  readonly rules: readonly PolicyRule[];
  readonly ids: readonly string[];
}

const handsOut = (rule: PolicyRule): boolean => has(rule.verbs, 'bind') && has(rule.apiGroups, rbac) && !allowsEverything(rule);

const bindersByPlace: (world: Ruled) => ReadonlyMap<string, readonly Binders[]> = ofPolicy(({ policy }) => {
  const rules = policy.roles.map(role => role.rules.filter(handsOut));
  const found = new Map<string, Binders[]>();
  for (const binding of policy.bindings) {
    const own = rules[binding.role] ?? [];
    if (own.length === 0) continue;
    const place = binding.ref.namespace ?? '';
    found.set(place, [...(found.get(place) ?? []), { rules: own, ids: subjectIds([binding]) }]);
  }
  return found;
});

/** Who holds `bind` on the role of the binding, in the binding's namespace: by a binding of the cluster, or of that namespace. */
const bindersOf = (
  binders: ReadonlyMap<string, readonly Binders[]>,
  { ref, roleRef }: { readonly ref: Pick<RbacRef, 'namespace'>; readonly roleRef: Pick<RbacRef, 'kind' | 'name'> },
): readonly string[] => {
  const resource = roleRef.kind === 'Role' ? 'roles' : 'clusterroles';
  const places = ref.namespace === null ? [''] : ['', ref.namespace];
  const gives = ({ resources, resourceNames }: PolicyRule): boolean =>
    has(resources, resource) && (resourceNames.length === 0 || resourceNames.includes(roleRef.name));
  return [...new Set(places.flatMap(place => binders.get(place) ?? []).filter(({ rules }) => rules.some(gives)))].flatMap(
    ({ ids }) => ids,
  );
};

/** Existing bindings of a namespace ('': of the cluster), each open to those who may hand out its role. */
export function* rewritableBindings(world: World, namespace: string): Iterable<Target> {
  const binders = bindersByPlace(world);
  if (!binders.has('') && !binders.has(namespace)) return;
  for (const binding of bindingsIn(world, namespace)) {
    if (roleOf(world, binding) === undefined) continue;
    const allowed = bindersOf(binders, binding);
    if (allowed.length === 0) continue;
    const { roleRef, ref, object } = binding;
    const scope = roleRef.kind === 'Role' ? roleRef.namespace : ref.namespace;
    const what = `${ref.kind} ${ref.name} refers to ${roleRef.kind} ${roleRef.name}.`;
    yield {
      id: roleNodeId(roleRef.kind, scope, roleRef.name),
      name: ref.name,
      holders: allowed,
      ...because(seen(world, object, '/subjects', what)),
    };
  }
}

const rolesToBind = (world: World, namespace: string): readonly Pick<RbacRef, 'kind' | 'name'>[] => [
  ...bindableClusterRoles(world).map(name => ({ kind: 'ClusterRole' as const, name })),
  ...(namespace === '' ? [] : world.list(`roles.${rbac}`, namespace)).map(({ metadata }) => ({
    kind: 'Role' as const,
    name: metadata.name,
  })),
];

/** Names that rules say and that no binding has yet, each with every role that somebody may hand out there. */
export function* bindingsToMake(world: World, namespace: string): Iterable<Target> {
  const binders = bindersByPlace(world);
  if (!binders.has('') && !binders.has(namespace)) return;
  const resources = [namespace === '' ? 'clusterrolebindings' : 'rolebindings'];
  const taken = new Set(bindingsIn(world, namespace).map(({ ref }) => ref.name));
  const free = namesInRules(world, { verbs: ['create'], group: rbac, resources }).filter(name => !taken.has(name));
  if (free.length === 0) return;
  for (const roleRef of rolesToBind(world, namespace)) {
    const holders = bindersOf(binders, { ref: { namespace: namespace === '' ? null : namespace }, roleRef });
    if (holders.length === 0) continue;
    const id = roleNodeId(roleRef.kind, namespace === '' ? null : namespace, roleRef.name);
    for (const name of free) yield { id, name, holders, ...open };
  }
}
