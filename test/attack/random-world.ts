import type { AttackChange } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import { account, binding, clusterRole, named, namespace, pod, role, secret, type RuleText } from './small-world.ts';

/** Numbers from a seed: the same world for the same seed. */
export interface Dice {
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
  chance(percent: number): boolean;
}

export const diceOf = (seed: number): Dice => {
  let state = (seed + 1) * 2_654_435_761;
  const below = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.abs(state) % limit;
  };
  return { below, pick: items => items[below(items.length)] as (typeof items)[number], chance: percent => below(100) < percent };
};

const places = ['a', 'b', 'kube-system'] as const;
const rights: readonly RuleText[] = [
  ['*', '*'],
  ['create', 'serviceaccounts/token'],
  ['create', 'serviceaccounts/token', 'one'],
  ['*', 'serviceaccounts/token', 'two,one'],
  ['create', '*/token'],
  ['get', 'secrets'],
  ['get,list', 'secrets', 'one,two'],
  ['list', 'secrets', 'one'],
  ['create', 'pods'],
  ['create', 'pods', 'one'],
  ['get', 'pods', 'one'],
  ['get,list', 'pods,configmaps'],
  ['create', 'pods/exec', 'one,two'],
  ['create', 'pods/exec'],
  ['*', 'pods'],
  ['create', '*'],
  ['get', 'configmaps', 'x'],
  ['create', 'certificatesigningrequests.certificates.k8s.io'],
  ['approve', 'signers.certificates.k8s.io', 'client'],
  ['approve', 'signers.certificates.k8s.io', 'other'],
  ['*', '*.certificates.k8s.io'],
  ['bind', 'clusterroles.rbac.authorization.k8s.io'],
  ['bind', 'clusterroles.rbac.authorization.k8s.io', 'c1,c2'],
  ['create', 'clusterrolebindings.rbac.authorization.k8s.io'],
  ['update', 'leases.coordination.k8s.io'],
  ['update', 'leases.coordination.k8s.io', 'r0,r1'],
];
const subjects = [
  'sa:a/one',
  'sa:a/two',
  'sa:b/one',
  'sa:kube-system/one',
  'user:jane',
  'user:system:serviceaccount:a:two',
  'group:ops',
  'group:system:masters',
  'group:system:authenticated',
  'group:system:serviceaccounts',
  'group:system:serviceaccounts:a',
] as const;

const someRules = (dice: Dice): readonly RuleText[] => Array.from({ length: 1 + dice.below(3) }, () => dice.pick(rights));

/** A world of a few objects in which all that edges ask of happens often. */
export const randomWorld = (dice: Dice): readonly KubeObject[] => {
  const objects: KubeObject[] = places.map(place =>
    namespace(place, dice.chance(30) ? { 'pod-security.kubernetes.io/enforce': 'baseline' } : {}),
  );
  for (const place of places) {
    for (const name of ['one', 'two'] as const) {
      if (dice.chance(80)) objects.push(account(`${place}/${name}`));
      if (dice.chance(60)) objects.push(secret(`${place}/${name}`));
      if (dice.chance(70))
        objects.push(
          pod(`${place}/${name}`, {
            serviceAccountName: dice.pick(['one', 'two']),
            nodeName: dice.pick(['n1', 'n2']),
            ...(dice.chance(30) ? { hostPID: true } : {}),
            ...(dice.chance(20) ? { automountServiceAccountToken: false } : {}),
          }),
        );
    }
    for (let index = 0; index < 2; index++) if (dice.chance(70)) objects.push(role(`${place}/r${index}`, ...someRules(dice)));
    for (let index = 0; index < 3; index++) {
      const to = dice.pick(['role:r0', 'role:r1', 'role:r2', 'cluster:c0', 'cluster:c1', 'cluster:missing', 'cluster:sum']);
      const who = Array.from({ length: 1 + dice.below(3) }, () => dice.pick(subjects));
      objects.push(binding(`${place}/r${index}`, to, ...who));
    }
  }
  for (const name of ['c0', 'c1', 'c2'] as const) {
    const made = clusterRole(name, ...someRules(dice));
    objects.push(dice.chance(40) ? { ...made, metadata: { ...made.metadata, labels: { sum: 'yes' } } } : made);
  }
  if (dice.chance(60)) objects.push(filledSum(objects));
  for (let index = 0; index < 3; index++)
    if (dice.chance(70))
      objects.push(
        binding(`w${index}`, dice.pick(['cluster:c0', 'cluster:c1', 'cluster:c2', 'cluster:sum']), dice.pick(subjects)),
      );
  return objects;
};

/** A role that a controller makes of others: as that controller fills it. */
const filledSum = (objects: readonly KubeObject[]): KubeObject =>
  named('ClusterRole', 'rbac.authorization.k8s.io/v1', 'sum', {
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { sum: 'yes' } }] },
    rules: unionOf(objects),
  });

const unionOf = (objects: readonly KubeObject[]): readonly unknown[] => {
  const found = new Map<string, unknown>();
  const sources = objects.filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.labels?.['sum'] === 'yes');
  for (const { rules } of sources.toSorted((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1)))
    for (const one of rules as readonly unknown[]) found.set(JSON.stringify(one), one);
  return [...found.values()];
};

const refOf = ({ kind, metadata }: KubeObject): { kind: 'Role'; namespace: string | null; name: string } => ({
  kind: kind as 'Role',
  namespace: metadata.namespace ?? null,
  name: metadata.name,
});

export interface RandomChange {
  readonly change: AttackChange;
  /** The objects as whoever makes the change leaves them. */
  readonly after: readonly KubeObject[];
}

const subjectText = (value: unknown): string => {
  const { kind, name, namespace: place } = value as { kind: string; name: string; namespace?: string };
  if (kind === 'ServiceAccount') return `sa:${place}/${name}`;
  if (kind === 'Group') return `group:${name}`;
  const parts = name.split(':');
  return parts.length === 4 ? `sa:${parts[2]}/${parts[3]}` : `user:${name}`;
};

const replaced = (objects: readonly KubeObject[], old: KubeObject, made: KubeObject | null): readonly KubeObject[] =>
  objects.flatMap(one => (one === old ? (made ?? []) : one));

const withoutField = (value: KubeObject, name: string): KubeObject => {
  const { [name]: _, ...spec } = value['spec'] as Record<string, unknown>;
  return { ...value, spec };
};

/** Some removal that this world admits; undefined where the dice fall on what is not there. */
export const randomChange = (dice: Dice, objects: readonly KubeObject[]): RandomChange | undefined => {
  const of = (kinds: readonly string[]): readonly KubeObject[] => objects.filter(({ kind }) => kinds.includes(kind));
  const bindings = of(['RoleBinding', 'ClusterRoleBinding']);
  const roles = of(['Role', 'ClusterRole']);
  const pods = of(['Pod']);
  if (bindings.length === 0 || roles.length === 0) return undefined;
  const form = dice.below(8);
  if (form === 0 || form === 7) {
    const one = dice.pick(bindings);
    return { change: { remove: 'binding', binding: refOf(one) }, after: replaced(objects, one, null) };
  }
  if (form === 1) {
    const one = dice.pick(bindings);
    const all = one['subjects'] as readonly unknown[];
    if (all.length === 0) return undefined;
    const gone = subjectText(dice.pick(all));
    const left = all.filter(subject => subjectText(subject) !== gone);
    return {
      change: { remove: 'subject', binding: refOf(one), subject: gone },
      after: replaced(objects, one, { ...one, subjects: left }),
    };
  }
  if (form === 2) {
    const one = dice.pick(roles);
    return { change: { remove: 'role', role: refOf(one) }, after: summed(replaced(objects, one, null)) };
  }
  if (form === 3) {
    const one = dice.pick(roles);
    const all = one['rules'] as readonly unknown[];
    if (all.length === 0) return undefined;
    const gone = dice.below(all.length);
    const left = all.filter((_, index) => index !== gone);
    return {
      change: { remove: 'rule', role: refOf(one), rule: gone },
      after: summed(replaced(objects, one, { ...one, rules: left })),
    };
  }
  if (form === 4) {
    const place = dice.pick(places);
    const one = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === place) as KubeObject;
    const labels = { ...one.metadata.labels, 'pod-security.kubernetes.io/enforce': 'restricted' };
    return {
      change: { raise: 'pod-security', namespace: place, level: 'restricted' },
      after: replaced(objects, one, { ...one, metadata: { ...one.metadata, labels } }),
    };
  }
  if (pods.length === 0) return undefined;
  const one = dice.pick(pods);
  const key = `/pods/${one.metadata.namespace}/${one.metadata.name}`;
  if (form === 5) return { change: { remove: 'object', object: key }, after: replaced(objects, one, null) };
  const field = dice.pick(['hostPID', 'automountServiceAccountToken', 'serviceAccountName']);
  if (!Object.hasOwn(one['spec'] as object, field)) return undefined;
  return {
    change: { remove: 'field', object: key, path: `/spec/${field}` },
    after: replaced(objects, one, withoutField(one, field)),
  };
};

/** As the controller leaves the role that it fills. */
const summed = (objects: readonly KubeObject[]): readonly KubeObject[] =>
  objects.map(one => (one.metadata.name === 'sum' ? { ...one, rules: unionOf(objects) } : one));
