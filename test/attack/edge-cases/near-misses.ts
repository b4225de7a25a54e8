import type { KubeObject } from '#contract/kube';
import { isJsonObject } from '#contract/json';
import { listAt, textAt, textsAt } from '#kube/json-fields';
import { subjectOfBinding } from './naive-steps.ts';

/** One verb on one resource: what is left of a role that is taken apart. */
export interface Atom {
  readonly verb: string;
  readonly resource: string;
}

export interface NearMiss {
  readonly what: string;
  readonly atom: Atom;
  readonly objects: readonly KubeObject[];
}

const isRole = ({ kind }: KubeObject): boolean => kind === 'Role' || kind === 'ClusterRole';

const atomsOf = (rule: unknown): readonly Readonly<Record<string, unknown>>[] =>
  textsAt(rule, 'verbs').flatMap(verb =>
    textsAt(rule, 'resources').flatMap(resource =>
      textsAt(rule, 'apiGroups').map(group => ({
        ...(isJsonObject(rule) ? rule : {}),
        verbs: [verb],
        resources: [resource],
        apiGroups: [group],
      })),
    ),
  );

/** Roles by which one of these identities holds anything. */
const heldBy = (objects: readonly KubeObject[], identities: ReadonlySet<string>): ReadonlySet<KubeObject> =>
  new Set(
    objects
      .filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
      .filter(binding => listAt(binding, 'subjects').some(one => identities.has(subjectOfBinding(one, binding))))
      .flatMap(binding => {
        const [kind, name] = [textAt(binding, 'roleRef', 'kind'), textAt(binding, 'roleRef', 'name')];
        const namespace = kind === 'Role' ? binding.metadata.namespace : undefined;
        return objects.filter(one => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace);
      }),
  );

/**
 * The objects of a case with one atom of what these identities hold made into something that the API server takes for another
 * right: gone, in another group, or for a name that nothing has.
 */
export const nearMisses = (objects: readonly KubeObject[], identities: ReadonlySet<string>): readonly NearMiss[] => {
  const held = heldBy(objects, identities);
  const split = objects.map(one => (isRole(one) ? { ...one, rules: listAt(one, 'rules').flatMap(atomsOf) } : one));
  return split.flatMap((role, at) => {
    const original = objects[at];
    if (original === undefined || !held.has(original)) return [];
    const rules = listAt(role, 'rules');
    return rules.flatMap((rule, index): readonly NearMiss[] => {
      if (!isJsonObject(rule)) return [];
      const put = (changed: readonly object[]): readonly KubeObject[] =>
        split.map(one =>
          one === role ? { ...role, rules: rules.flatMap((own, place) => (place === index ? changed : [own])) } : one,
        );
      const atom = { verb: textsAt(rule, 'verbs')[0] ?? '', resource: textsAt(rule, 'resources')[0] ?? '' };
      return [
        { what: 'gone', atom, objects: put([]) },
        { what: 'in another group', atom, objects: put([{ ...rule, apiGroups: ['example.com'] }]) },
        { what: 'by another verb', atom, objects: put([{ ...rule, verbs: ['frobnicate'] }]) },
        { what: 'for a name that nothing has', atom, objects: put([{ ...rule, resourceNames: ['no-such-name'] }]) },
      ];
    });
  });
};
