import type { KubeObject } from '#contract/kube';
import type { Authorizer } from '#core/rbac/authorizer';
import type { Requester } from '#core/rbac/policy';
import { bindingWriteAllowed, type EscalationVerdict, roleWriteAllowed, type Writer } from '#kube/rbac/escalation';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { Method } from '#test/cluster/client';
import type { Random } from '#test/kubeconfig/random';
import { groups, namespaces, resourceToken, subresources, verbs } from './generate.ts';
import { rbacRoot } from './live-state.ts';

/** Writes of roles and bindings by people who may write them, so that the escalation check alone decides. */

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;
export const writersGroup = 'writers';

type Rule = Readonly<Record<string, readonly string[]>>;

const rule = (random: Random): Rule => {
  const special = random.chance(0.45);
  if (special)
    return {
      verbs: [random.pick(['bind', 'escalate', 'bind', 'escalate', '*'])],
      apiGroups: [random.pick([rbac, rbac, rbac, '*', ''])],
      resources: [random.pick(['roles', 'clusterroles', 'clusterroles', '*'])],
      ...(random.chance(0.5)
        ? { resourceNames: [random.pick(['target-1', 'target-2', 'fixed-1', 'fixed-2', 'view', 'cluster-admin', ''])] }
        : {}),
    };
  if (random.chance(0.15)) return { verbs: ['get'], nonResourceURLs: [random.pick(['/a/*', '/a', '/a/b*', '*'])] };
  return {
    verbs: Array.from({ length: random.between(1, 3) }, () => random.pick([...verbs, '*'])),
    apiGroups: [random.pick([...groups, '*'])],
    resources: Array.from({ length: random.between(1, 3) }, () => resourceToken(random)),
    ...(random.chance(0.3) ? { resourceNames: [random.pick(['a', 'b'])] } : {}),
  };
};

const ruleFor = (random: Random, kind: 'Role' | 'ClusterRole'): Rule => {
  const made = rule(random);
  return kind === 'Role' && made['nonResourceURLs'] !== undefined ? ruleFor(random, kind) : made;
};

const roleNamed = (kind: 'Role' | 'ClusterRole', namespace: string, name: string, rules: readonly Rule[]): KubeObject => ({
  apiVersion,
  kind,
  metadata: kind === 'Role' ? { name, namespace } : { name },
  rules,
});

const bindingNamed = (
  namespace: string,
  name: string,
  role: { readonly kind: string; readonly name: string },
  user: string,
): KubeObject => ({
  apiVersion,
  kind: namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: namespace === '' ? { name } : { name, namespace },
  roleRef: { apiGroup: rbac, ...role },
  subjects: [{ kind: 'User', apiGroup: rbac, name: user }],
});

const places = ['', ...namespaces];

/** What writers hold: the right to write everywhere, and each something of its own. */
export const writersState = (random: Random, users: readonly string[]): readonly KubeObject[] => {
  const writes = [
    {
      verbs: ['create', 'update', 'patch', 'get'],
      apiGroups: [rbac],
      resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
    },
  ];
  const base = bindingNamed('', writersGroup, { kind: 'ClusterRole', name: writersGroup }, 'nobody');
  // Targets are written to, and the fixed ones bound: what a binding is judged by has to stay as it was read.
  const targets = ['target-1', 'target-2', 'fixed-1', 'fixed-2', 'fixed-3'].flatMap(name => [
    roleNamed('ClusterRole', '', name, [ruleFor(random, 'ClusterRole')]),
    ...namespaces.map(namespace => roleNamed('Role', namespace, name, [ruleFor(random, 'Role')])),
  ]);
  const own = users.flatMap(user =>
    Array.from({ length: random.between(1, 3) }, (_, at) => {
      const namespace = random.pick(places);
      const kind = namespace === '' || random.chance(0.5) ? 'ClusterRole' : 'Role';
      const name = `${user}-${String(at)}`;
      const rules = Array.from({ length: random.between(1, 3) }, () => ruleFor(random, kind));
      return [roleNamed(kind, namespace, name, rules), bindingNamed(namespace, name, { kind, name }, user)];
    }).flat(),
  );
  return [
    roleNamed('ClusterRole', '', writersGroup, writes),
    { ...base, subjects: [{ kind: 'Group', apiGroup: rbac, name: writersGroup }] },
    ...targets,
    ...own,
  ];
};

export interface Write {
  readonly what: string;
  readonly method: Method;
  readonly path: string;
  readonly contentType?: string;
  readonly body: KubeObject;
  readonly verdict: EscalationVerdict;
}

const plain = ({ verbs: held, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): Rule =>
  Object.fromEntries(
    Object.entries({ verbs: held, apiGroups, resources, resourceNames, nonResourceURLs }).filter(([, list]) => list.length > 0),
  );

/** A part of what is held, sometimes with something on top. */
const nearlyHeld = (random: Random, held: readonly PolicyRule[], kind: 'Role' | 'ClusterRole'): readonly Rule[] => {
  const usable = held.filter(each => kind === 'ClusterRole' || each.nonResourceURLs.length === 0);
  if (usable.length === 0 || random.chance(0.15)) return [ruleFor(random, kind)];
  const some = plain(random.pick(usable));
  if (some['nonResourceURLs'] !== undefined)
    return [random.chance(0.5) ? some : { ...some, nonResourceURLs: ['/a/b', '/a/b/*'] }];
  const changes: readonly Rule[] = [
    {},
    {},
    { verbs: [random.pick([...(some['verbs'] ?? []), ...verbs])] },
    { resources: (some['resources'] ?? []).map(each => (each.startsWith('*/') ? `pods${each.slice(1)}` : each)) },
    { resources: [`${random.pick(some['resources'] ?? [''])}/${random.pick(subresources)}`] },
    { resourceNames: ['a'] },
    { resourceNames: ['a', 'c'] },
    { apiGroups: [random.pick(groups)] },
  ];
  const made = [{ ...some, ...random.pick(changes) }];
  return random.chance(0.1) ? [...made, ruleFor(random, kind)] : made;
};

const listsOf = (rules: readonly Rule[]): readonly Omit<PolicyRule, 'path'>[] =>
  rules.map(each => ({
    verbs: each['verbs'] ?? [],
    apiGroups: each['apiGroups'] ?? [],
    resources: each['resources'] ?? [],
    resourceNames: each['resourceNames'] ?? [],
    nonResourceURLs: each['nonResourceURLs'] ?? [],
  }));

const writerOf = (authorizer: Authorizer, requester: Requester): Writer => ({
  groups: requester.groups,
  allows: access => authorizer.decide(requester, access).allowed === true,
  rules: namespace => authorizer.rulesOf(requester, namespace).map(({ rule: each }) => each),
});

const pathFor = (plural: string, namespace: string): string =>
  namespace === '' ? `${rbacRoot}/${plural}` : `${rbacRoot}/namespaces/${namespace}/${plural}`;

const roleWrite = (random: Random, authorizer: Authorizer, requester: Requester, number: number): Write => {
  const kind = random.chance(0.5) ? 'Role' : 'ClusterRole';
  const namespace = kind === 'Role' ? random.pick(namespaces) : '';
  const writer = writerOf(authorizer, requester);
  const rules = nearlyHeld(random, writer.rules(namespace) as readonly PolicyRule[], kind);
  const how = random.pick(['POST', 'PUT', 'apply'] as const);
  // Names of rules with resourceNames are met by the named requests.
  const name =
    how === 'POST'
      ? `written-${String(number)}`
      : random.chance(0.6)
        ? `target-${String(random.between(1, 2))}`
        : `written-${String(number)}`;
  // Not on a target: whoever writes it next would need what an aggregating role needs.
  const aggregates = kind === 'ClusterRole' && name.startsWith('written-') && random.chance(0.2);
  const body = {
    ...roleNamed(kind, namespace, name, rules),
    ...(aggregates ? { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'plumbline.test/none': 'none' } }] } } : {}),
  };
  const base = pathFor(kind === 'Role' ? 'roles' : 'clusterroles', namespace);
  const inUrl = how === 'POST' ? '' : name;
  return {
    what: `${requester.user} ${how} ${kind} ${namespace}/${name} ${JSON.stringify(rules)}${aggregates ? ' aggregating' : ''}`,
    method: how === 'apply' ? 'PATCH' : how,
    path: how === 'POST' ? base : `${base}/${name}${how === 'apply' ? `?fieldManager=${requester.user}&force=true` : ''}`,
    ...(how === 'apply' ? { contentType: 'application/apply-patch+yaml' } : {}),
    body: { ...body, metadata: { ...body.metadata, annotations: { n: String(number) } } },
    verdict: roleWriteAllowed(writer, { kind, namespace, name: inUrl, rules: listsOf(rules), aggregates }),
  };
};

const bindingWrite = (random: Random, authorizer: Authorizer, requester: Requester, number: number): Write => {
  const namespace = random.pick(places);
  const kind = namespace === '' || random.chance(0.5) ? 'ClusterRole' : 'Role';
  const own = authorizer.policy.roles.filter(
    ({ ref }) =>
      ref.kind === kind && (kind === 'ClusterRole' || ref.namespace === namespace) && !/^(target|written)-/.test(ref.name),
  );
  const mine = own.filter(({ ref }) => ref.name.startsWith(requester.user));
  const names = ['fixed-1', 'fixed-2', 'fixed-3', 'view', 'missing', ...own.map(({ ref }) => ref.name)];
  const name =
    mine.length > 0 && random.chance(0.3)
      ? random.pick(mine).ref.name
      : random.chance(0.5)
        ? random.pick(names.slice(0, 5))
        : random.pick(names);
  const role = { kind, name } as const;
  const rules = own.find(({ ref }) => ref.name === name)?.rules;
  const body = bindingNamed(namespace, `bound-${String(number)}`, role, 'bystander');
  return {
    what: `${requester.user} binds ${kind} ${name} in ${namespace}`,
    method: 'POST',
    path: pathFor(namespace === '' ? 'clusterrolebindings' : 'rolebindings', namespace),
    body,
    verdict: bindingWriteAllowed(writerOf(authorizer, requester), { namespace, role, rules }),
  };
};

/** One write by this requester, with what we say becomes of it. */
export const nextWrite = (random: Random, authorizer: Authorizer, requester: Requester, number: number): Write =>
  random.chance(0.5) ? roleWrite(random, authorizer, requester, number) : bindingWrite(random, authorizer, requester, number);
