import type { Access } from '#contract/rbac';
import type { Binding, Policy, Requester } from '#core/rbac/policy';
import type { Random } from '#test/kubeconfig/random';
import { accounts, groupNames, groups, names, namespaces, resources, subresources, urls, users, verbs } from './generate.ts';

/** Questions at the boundaries: what a rule allows, with one thing changed or two. */
export interface Query {
  readonly requester: Requester;
  readonly access: Access;
}

const changeCase = (text: string): string => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase());

const nudge = (random: Random, text: string): string => {
  const changes = [changeCase(text), `${text}x`, text.slice(0, -1), `${text}/x`, '*', ''];
  return random.pick(changes);
};

const someAccount = (random: Random): string => `system:serviceaccount:${random.pick(namespaces)}:${random.pick(accounts)}`;

const anybody = (random: Random): Requester => ({
  user: random.chance(0.3) ? someAccount(random) : random.pick(users),
  groups: Array.from({ length: random.between(0, 3) }, () => random.pick(groupNames)),
});

const requesterFor = (random: Random, binding: Binding): Requester => {
  const subject = binding.subjects.length === 0 ? undefined : random.pick(binding.subjects);
  if (subject === undefined || random.chance(0.08)) return anybody(random);
  const name = random.chance(0.08) ? nudge(random, subject.name) : subject.name;
  const isGroup = random.chance(0.03) ? subject.kind === 'user' : subject.kind === 'group';
  const more = Array.from({ length: random.between(0, 2) }, () => random.pick(groupNames));
  const masters = random.chance(0.005) ? ['system:masters'] : [];
  if (!isGroup) return { user: name, groups: [...more, ...masters] };
  return { user: random.chance(0.2) ? '' : random.pick(users), groups: random.shuffle([...more, name, ...masters]) };
};

const otherThanStar = (random: Random, text: string, choices: readonly string[]): string =>
  text === '*' && random.chance(0.9) ? random.pick(choices) : text;

const splitToken = (random: Random, token: string): readonly [string, string] => {
  if (token === '*') return [random.pick(resources), random.chance(0.4) ? random.pick(subresources) : ''];
  const slash = token.indexOf('/');
  if (slash < 0) return [token, ''];
  const [resource, subresource] = [token.slice(0, slash), token.slice(slash + 1)];
  // A resource with its subresource in one text is what a careless client sends.
  if (random.chance(0.05)) return [token, ''];
  return [resource === '*' ? random.pick(resources) : resource, subresource === '*' ? random.pick(subresources) : subresource];
};

type Resource = Extract<Access, { resource: string }>;

const changes: readonly ((random: Random, access: Resource) => Partial<Resource>)[] = [
  random => ({ verb: random.pick(verbs) }),
  (random, { verb }) => ({ verb: nudge(random, verb) }),
  random => ({ group: random.pick(groups) }),
  (random, { group }) => ({ group: nudge(random, group) }),
  random => ({ resource: random.pick(resources) }),
  (random, { resource }) => ({ resource: nudge(random, resource) }),
  random => ({ subresource: random.chance(0.5) ? '' : random.pick(subresources) }),
  (random, { subresource }) => ({ subresource: nudge(random, subresource) }),
  random => ({ name: random.pick(names) }),
  (random, { name }) => ({ name: nudge(random, name) }),
  random => ({ namespace: random.pick(['', ...namespaces, 'nowhere']) }),
];

const changed = (random: Random, access: Resource): Resource => {
  let result = access;
  const times = random.chance(0.45) ? 0 : random.chance(0.85) ? 1 : 2;
  for (let time = 0; time < times; time++) result = { ...result, ...random.pick(changes)(random, result) };
  return result;
};

const urlFor = (random: Random, pattern: string): string => {
  if (random.chance(0.15)) return random.pick(urls);
  if (!pattern.endsWith('*')) return random.chance(0.15) ? `${pattern}/` : pattern;
  const prefix = pattern.replace(/\*+$/, '');
  return random.pick([prefix, `${prefix}x`, `${prefix}x/y`, prefix.slice(0, -1), pattern]);
};

const accessFor = (random: Random, binding: Binding, policy: Policy): Access => {
  const rules = policy.roles[binding.role]?.rules ?? [];
  const namespace = binding.ref.namespace ?? random.pick(['', ...namespaces]);
  if (rules.length === 0)
    return changed(random, { verb: 'get', group: '', resource: 'pods', subresource: '', namespace, name: '' });
  const rule = random.pick(rules);
  const verb = otherThanStar(random, random.pick(rule.verbs), verbs);
  if (rule.nonResourceURLs.length > 0) {
    const path = urlFor(random, random.pick(rule.nonResourceURLs));
    return { verb: random.chance(0.1) ? nudge(random, verb) : verb, path };
  }
  const [resource, subresource] = splitToken(random, random.pick(rule.resources));
  const isNamed = rule.resourceNames.length > 0 && random.chance(0.85);
  const name = isNamed ? random.pick(rule.resourceNames) : random.chance(0.4) ? random.pick(names) : '';
  const group = otherThanStar(random, random.pick(rule.apiGroups), groups);
  return changed(random, { verb, group, resource, subresource, namespace, name });
};

const boundaries = (policy: Policy): readonly Binding[] => {
  const known = ofBoundaries.get(policy) ?? policy.bindings.filter(({ ref }) => ref.name.startsWith('edge-'));
  ofBoundaries.set(policy, known);
  return known;
};
const ofBoundaries = new WeakMap<Policy, readonly Binding[]>();

/** One question about this policy. */
export const nextQuery = (random: Random, policy: Policy): Query => {
  const binding = random.pick(random.chance(0.4) ? boundaries(policy) : policy.bindings);
  const requester = requesterFor(random, binding);
  // A user or a group has to be there, else the review is no review.
  const who = requester.user === '' && requester.groups.length === 0 ? anybody(random) : requester;
  return { requester: who, access: accessFor(random, binding, policy) };
};
