import type { Access, Grant, ResourceAccess } from '#contract/rbac';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import type { Authorizer } from '../authorizer.ts';
import { grantOf } from '../grants.ts';
import { subjectText } from '../identity.ts';
import type { Requester } from '../policy.ts';
import { subjectOfKey } from '../subject-index.ts';

export interface NearRule {
  readonly grant: Grant;
  readonly lacks: string[];
}

interface Lack {
  readonly weight: number;
  readonly text: string;
}

const has = (texts: readonly string[], text: string): boolean => texts.includes('*') || texts.includes(text);

const some = (texts: readonly string[]): string => {
  const shown = texts.slice(0, 4).map(text => (text === '' ? 'the core group' : text));
  return texts.length > 4 ? `${shown.join(', ')} and ${texts.length - 4} more` : shown.join(', ');
};

const fullResource = ({ resource, subresource }: ResourceAccess): string =>
  subresource === '' ? resource : `${resource}/${subresource}`;

const resourceLack = (rule: PolicyRule, access: ResourceAccess): Lack | undefined => {
  const full = fullResource(access);
  if (has(rule.resources, full) || (access.subresource !== '' && rule.resources.includes(`*/${access.subresource}`)))
    return undefined;
  // `pods` where `pods/exec` is asked for is a near miss; another resource is none.
  const near = rule.resources.find(one => one.split('/', 1)[0] === access.resource);
  if (near === undefined) return { weight: 100, text: '' };
  return { weight: 3, text: `resource ${full}: the rule has ${near}, and subresources are resources of their own` };
};

const nameLack = (rule: PolicyRule, { name }: ResourceAccess): Lack | undefined => {
  if (rule.resourceNames.length === 0 || rule.resourceNames.includes(name)) return undefined;
  const limited = `the rule is limited to ${some(rule.resourceNames)}`;
  return {
    weight: 1,
    text: name === '' ? `any name: the request carries none, and ${limited}` : `name ${name}: ${limited}`,
  };
};

const verbLack = (rule: PolicyRule, verb: string): Lack | undefined =>
  has(rule.verbs, verb) ? undefined : { weight: 2, text: `verb ${verb}: the rule has ${some(rule.verbs)}` };

const groupLack = (rule: PolicyRule, group: string): Lack | undefined =>
  has(rule.apiGroups, group)
    ? undefined
    : { weight: 3, text: `API group ${group === '' ? 'of the core' : group}: the rule has ${some(rule.apiGroups)}` };

const urlLack = (rule: PolicyRule, path: string): Lack | undefined => {
  const matches = (url: string): boolean =>
    url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, '')));
  if (rule.nonResourceURLs.some(matches)) return undefined;
  const first = path.split('/')[1] ?? '';
  const near = rule.nonResourceURLs.filter(url => first !== '' && url.split('/')[1]?.replace(/\*$/, '') === first);
  return near.length === 0 ? { weight: 100, text: '' } : { weight: 2, text: `path ${path}: the rule has ${some(near)}` };
};

const lacksOf = (rule: PolicyRule, access: Access): readonly Lack[] => {
  const found = isResourceAccess(access)
    ? [resourceLack(rule, access), groupLack(rule, access.group), verbLack(rule, access.verb), nameLack(rule, access)]
    : [urlLack(rule, access.path), verbLack(rule, access.verb)];
  return found.filter(lack => lack !== undefined);
};

const weightOf = (lacks: readonly Lack[]): number => lacks.reduce((sum, { weight }) => sum + weight, 0);

/** Where the binding holds, and where the request goes. */
const placeLack = (home: string | null, access: Access): Lack | undefined => {
  if (home === null) return undefined;
  if (!isResourceAccess(access)) return { weight: 3, text: 'a ClusterRoleBinding: a RoleBinding conveys no URL' };
  if (access.namespace === home) return undefined;
  return access.namespace === ''
    ? { weight: 3, text: `a ClusterRoleBinding: this one holds in ${home} alone, and the request names no namespace` }
    : { weight: 3, text: `namespace ${access.namespace}: this one holds in ${home} alone` };
};

interface Near {
  readonly weight: number;
  readonly binding: number;
  readonly rule: number;
  readonly subject: number;
  readonly lacks: readonly Lack[];
}

/** Heavier is no neighbour: another resource, or another group and another verb at once. */
const farthest = 6;

/** Asked with a role's index, the rules of it that come near, lightest first; equal roles are looked at once. */
const nearRules = (
  authorizer: Authorizer,
  access: Access,
): ((role: number) => readonly (readonly [number, readonly Lack[]])[]) => {
  const seen = new Map<number, readonly (readonly [number, readonly Lack[]])[]>();
  return role => {
    const cls = authorizer.classes.of[role] ?? -1;
    const known = seen.get(cls);
    if (known !== undefined) return known;
    const near = (authorizer.classes.rules[cls] ?? [])
      .map((rule, at) => [at, lacksOf(rule, access)] as const)
      .filter(([, lacks]) => weightOf(lacks) <= farthest);
    seen.set(cls, near);
    return near;
  };
};

/** A rule of wildcards is no example to follow. */
const wildcards = (rule: PolicyRule | undefined): number =>
  [rule?.verbs, rule?.apiGroups, rule?.resources, rule?.nonResourceURLs].filter(list => list?.includes('*') === true).length;

const mostOthers = 10_000;

/** Rules that allow this whole and are bound to others, where the place fits: narrow ones are lighter. */
const heldByOthers = (
  authorizer: Authorizer,
  access: Access,
  who: string,
  own: ReadonlySet<number>,
  near: (role: number) => readonly (readonly [number, readonly Lack[]])[],
): readonly Near[] => {
  const found: Near[] = [];
  const { bindings, roles } = authorizer.policy;
  for (let at = 0; at < bindings.length && found.length < mostOthers; at++) {
    const binding = bindings[at];
    const subject = binding?.subjects[0];
    if (binding === undefined || subject === undefined || binding.role < 0 || own.has(at)) continue;
    if (placeLack(binding.ref.namespace, access) !== undefined) continue;
    for (const [rule, lacks] of near(binding.role)) {
      if (lacks.length > 0) continue;
      const text = `a binding to ${who}: this one binds ${subjectText(subject)}`;
      const weight = farthest + 1 + wildcards(roles[binding.role]?.rules[rule]);
      found.push({ weight, binding: at, rule, subject: subject.index, lacks: [{ weight, text }] });
    }
  }
  return found;
};

/**
 * Rules that come closest to a request that is not allowed, nearest first: those that the requester holds anywhere, each with what it
 * lacks, and then whole ones that others hold.
 */
export const nearestRules = (
  authorizer: Authorizer,
  requester: Requester,
  access: Access,
  limit: number,
): readonly NearRule[] => {
  const { subjects, policy } = authorizer;
  const keys = [subjects.userKey(requester.user), ...requester.groups.map(subjects.groupKey)];
  const own = new Map<number, number>();
  for (const key of keys) for (const { binding, subject } of subjects.all(key)) if (!own.has(binding)) own.set(binding, subject);
  const near = nearRules(authorizer, access);
  const found: Near[] = [];
  for (const [at, subject] of own) {
    const binding = policy.bindings[at];
    if (binding === undefined || binding.role < 0) continue;
    const place = placeLack(binding.ref.namespace, access);
    for (const [rule, lacks] of near(binding.role)) {
      const all = place === undefined ? lacks : [...lacks, place];
      if (all.length > 0) found.push({ weight: weightOf(all), binding: at, rule, subject, lacks: all });
    }
  }
  const who =
    requester.user === '' ? `group:${requester.groups[0] ?? ''}` : subjectText(subjectOfKey(subjects.userKey(requester.user)));
  const all = [
    ...found.filter(({ weight }) => weight <= farthest),
    ...heldByOthers(authorizer, access, who, new Set(own.keys()), near),
  ];
  return all
    .sort((a, b) => a.weight - b.weight || a.binding - b.binding || a.rule - b.rule)
    .slice(0, limit)
    .map(({ binding, rule, subject, lacks }) => ({
      grant: grantOf(policy, { binding, rule, subject }),
      lacks: lacks.map(({ text }) => text),
    }));
};
