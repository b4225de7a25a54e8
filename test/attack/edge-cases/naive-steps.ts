import type { KubeObject } from '#contract/kube';
import type { AttackEdge, Reached, Right, RightsEdge, Target } from '#core/attack/edge';
import type { World } from '#core/attack/world';
import { listAt, textAt, textsAt } from '#kube/json-fields';

/**
 * A second opinion, written for being obvious and for nothing else: every identity against every target, every clause against
 * every rule, from the objects as they are. It shares no code with the graph.
 */
export interface NaiveStep {
  readonly from: string;
  readonly to: string;
  readonly blockedBy: readonly string[];
  readonly uncertain: boolean;
}

interface Rule {
  /** '' : everywhere. */
  readonly namespace: string;
  readonly subject: string;
  readonly rule: unknown;
}

const idOfUser = (name: string): string => {
  const parts = name.split(':');
  return name.startsWith('system:serviceaccount:') && parts.length === 4 && parts[2] !== '' && parts[3] !== ''
    ? `sa:${parts[2]}/${parts[3]}`
    : `user:${name}`;
};

const idOfSubject = (subject: unknown, namespace: string): string => {
  const [kind, name] = [textAt(subject, 'kind'), textAt(subject, 'name') ?? ''];
  if (kind === 'ServiceAccount') return `sa:${textAt(subject, 'namespace') ?? namespace}/${name}`;
  return kind === 'Group' ? `group:${name}` : idOfUser(name);
};

const rulesIn = (objects: readonly KubeObject[]): readonly Rule[] =>
  objects
    .filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
    .flatMap(binding => {
      const namespace = binding.metadata.namespace ?? '';
      const [kind, name] = [textAt(binding, 'roleRef', 'kind'), textAt(binding, 'roleRef', 'name')];
      const role = objects.find(
        one =>
          one.kind === kind && one.metadata.name === name && (kind === 'ClusterRole' || one.metadata.namespace === namespace),
      );
      return listAt(binding, 'subjects').flatMap(subject =>
        listAt(role, 'rules').map(rule => ({ namespace, subject: idOfSubject(subject, namespace), rule })),
      );
    });

/** `sa:ci/builder`, as a binding's subject says it. */
export const subjectOfBinding = (subject: unknown, binding: KubeObject): string =>
  idOfSubject(subject, binding.metadata.namespace ?? '');

export const groupsOf = (id: string): readonly string[] => {
  if (id.startsWith('sa:')) {
    const namespace = id.slice(3, id.indexOf('/'));
    return ['group:system:serviceaccounts', `group:system:serviceaccounts:${namespace}`, 'group:system:authenticated'];
  }
  if (id === 'user:system:anonymous') return ['group:system:unauthenticated'];
  if (id.startsWith('user:system:node:')) return ['group:system:nodes', 'group:system:authenticated'];
  if (id.startsWith('group:system:serviceaccounts:')) return ['group:system:serviceaccounts', 'group:system:authenticated'];
  return id === 'group:system:authenticated' || id === 'group:system:unauthenticated' ? [] : ['group:system:authenticated'];
};

const says = (entries: readonly string[], wanted: string): boolean =>
  entries.some(entry => entry === '*' || entry === wanted || (wanted.endsWith('?') && entry.startsWith(wanted.slice(0, -1))));

const saysResource = (entries: readonly string[], wanted: string): boolean =>
  entries.some(entry => {
    if (entry === '*' || entry === wanted) return true;
    const [, sub = ''] = wanted.split('/');
    if (wanted.endsWith('?')) {
      const start = wanted.slice(0, -1);
      return (entry.startsWith(start) && !entry.endsWith('/*')) || (sub === '?' && entry.startsWith('*/'));
    }
    return sub !== '' && entry === `*/${sub}`;
  });

const allowsName = (names: readonly string[], name: Right['name'], target: string): boolean => {
  if (names.length === 0 || name === 'some') return true;
  if (name === 'none') return false;
  const wanted = name === 'target' ? target : name.is;
  return wanted !== '' && names.includes(wanted);
};

const meets = ({ namespace, rule }: Rule, right: Right, place: string, target: string): boolean => {
  const at = right.where === 'target' ? place : right.where === 'cluster' ? '' : right.where.namespace;
  return (
    (namespace === '' || (at !== '' && namespace === at)) &&
    says(textsAt(rule, 'apiGroups'), right.group) &&
    right.verbs.some(verb => says(textsAt(rule, 'verbs'), verb)) &&
    right.resources.some(resource => saysResource(textsAt(rule, 'resources'), resource)) &&
    allowsName(textsAt(rule, 'resourceNames'), right.name, target)
  );
};

const everything: Right = { verbs: ['*'], group: '*', resources: ['*'], where: 'cluster', name: 'none' };

const opens = (all: readonly Rule[], id: string, edge: RightsEdge, target: Target, place: string): boolean => {
  const self = [id, ...groupsOf(id)];
  const own = all.filter(({ subject }) => self.includes(subject));
  if (edge.to !== 'admin' && own.some(one => meets(one, everything, '', ''))) return false;
  if (target.holders !== undefined && !target.holders.some(holder => self.includes(holder))) return false;
  return edge.rights.every(clause => clause.some(right => own.some(one => meets(one, right, place, target.name))));
};

const written = (from: string, { id, blockedBy, uncertain }: { readonly id: string } & Reached): NaiveStep => ({
  from,
  to: id,
  blockedBy: blockedBy.map(({ mitigation }) => mitigation),
  uncertain: uncertain.length > 0,
});

const byRights = (edge: RightsEdge, world: World, objects: readonly KubeObject[]): readonly NaiveStep[] => {
  const rules = rulesIn(objects);
  const places = edge.scope === 'cluster' ? [''] : world.namespaces;
  const ids = new Set(rules.map(({ subject }) => subject));
  for (const { kind, metadata } of objects)
    if (kind === 'ServiceAccount') ids.add(`sa:${metadata.namespace ?? ''}/${metadata.name}`);
  const steps: NaiveStep[] = [];
  for (const place of places)
    for (const target of edge.targets(world, place))
      for (const id of ids) {
        if (!opens(rules, id, edge, target, place)) continue;
        // What a group alone opens is the group's step.
        if (groupsOf(id).some(group => opens(rules, group, edge, target, place))) continue;
        if (target.id !== id) steps.push(written(id, target));
      }
  return steps;
};

export const naiveSteps = (edge: AttackEdge, world: World, objects: readonly KubeObject[]): readonly NaiveStep[] =>
  edge.kind === 'rights'
    ? byRights(edge, world, objects)
    : [...edge.find(world)].map(found => written(found.from, { ...found, id: found.to }));
