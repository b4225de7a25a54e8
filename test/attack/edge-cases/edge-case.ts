import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { factKinds } from '#contract/fact';
import type { KubeObject } from '#contract/kube';
import { builtinResources } from '#kube/builtin-resources';
import { root } from '#test/rules/case-file';
import { subject } from '#test/attack/small-world';

const folder = 'shared/core/attack/edges/fixtures';
const rbac = 'rbac.authorization.k8s.io';
const kinds = Object.keys(factKinds) as [keyof typeof factKinds, ...(keyof typeof factKinds)[]];

/**
 * `can`: `VERBS RESOURCES` or `VERBS RESOURCES@GROUP`, then `named NAMES`, each list joined by commas. `in`: a Role and a
 * RoleBinding of that namespace; absent: of the cluster. `clusterRole`: the RoleBinding refers to a ClusterRole. `role`, `binding`: their names.
 */
const GrantText = z.strictObject({
  to: z.union([z.string(), z.array(z.string())]),
  in: z.string().optional(),
  clusterRole: z.boolean().default(false),
  role: z.string().optional(),
  binding: z.string().optional(),
  can: z.array(z.string()),
});
export type GrantText = z.input<typeof GrantText>;

/** `Kind namespace/name` or `Kind name` in short; `is` with further fields. */
export const ObjectText = z.union([z.string(), z.looseObject({ is: z.string() }), z.looseObject({ apiVersion: z.string() })]);

const Arrow = z.strictObject({ from: z.string(), to: z.string(), uncertain: z.boolean().default(false) });

const CaseText = z.strictObject({
  case: z.string(),
  version: z.string().optional(),
  grants: z.array(GrantText).default([]),
  objects: z.array(ObjectText).default([]),
  facts: z
    .array(
      z.strictObject({
        object: z.string(),
        path: z.string(),
        kind: z.enum(kinds),
        class: z.string(),
        detail: z.string().optional(),
        fingerprint: z.string().optional(),
      }),
    )
    .default([]),
  unread: z.array(z.string()).default([]),
  /** All steps of the file's edge that are open, save those out of a role's node. */
  expect: z.array(Arrow),
  /** All of them that something stops, and by what. */
  blocked: z.array(Arrow.extend({ by: z.string() })).default([]),
});

export interface EdgeCase extends Omit<z.infer<typeof CaseText>, 'objects' | 'grants'> {
  readonly objects: readonly KubeObject[];
}

const apiVersionOf = (kind: string): string => {
  const type = builtinResources.find(one => one.kind === kind);
  if (type === undefined) throw new Error(`No built-in kind ${kind}.`);
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
};

export const objectOf = (text: z.infer<typeof ObjectText>): KubeObject => {
  const { is, ...fields } = typeof text === 'string' ? { is: text } : text;
  if (typeof is !== 'string') return fields as unknown as KubeObject;
  const [kind = '', place = ''] = is.split(' ');
  const slash = place.indexOf('/');
  const { metadata, ...rest } = fields as { readonly metadata?: object };
  const own = slash < 0 ? { name: place } : { namespace: place.slice(0, slash), name: place.slice(slash + 1) };
  return { apiVersion: apiVersionOf(kind), kind, metadata: { ...own, uid: is, ...metadata }, ...rest };
};

/** `get,list secrets named a,b` */
export const ruleOf = (text: string): Record<string, unknown> => {
  const match = /^(\S+) (\S+?)(?:@(\S+))?(?: named (\S+))?$/.exec(text);
  if (match === null) throw new Error(`${text} is no rule.`);
  const [, verbs = '', resources = '', groups = '', names] = match;
  return {
    verbs: verbs.split(','),
    apiGroups: groups.split(',').map(group => (group === 'core' ? '' : group)),
    resources: resources.split(','),
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
  };
};

export const objectsOfGrant = (grant: GrantText, index: number): readonly KubeObject[] => {
  const { in: namespace, clusterRole = false, to, can } = grant;
  const role = grant.role ?? `role-${index}`;
  const kind = namespace === undefined || clusterRole ? 'ClusterRole' : 'Role';
  const place = kind === 'Role' ? `${namespace ?? ''}/${role}` : role;
  const binding = grant.binding ?? `binding-${index}`;
  const subjects = (typeof to === 'string' ? [to] : to).map(subject);
  const roleRef = { apiGroup: rbac, kind, name: role };
  return [
    ...(can.length === 0 ? [] : [objectOf({ is: `${kind} ${place}`, rules: can.map(ruleOf) })]),
    namespace === undefined
      ? objectOf({ is: `ClusterRoleBinding ${binding}`, roleRef, subjects })
      : objectOf({ is: `RoleBinding ${namespace}/${binding}`, roleRef, subjects }),
  ];
};

export const readEdgeCases = (text: string): readonly EdgeCase[] =>
  parseAllDocuments(text).map(document => {
    const parsed = CaseText.safeParse(document.toJS());
    if (!parsed.success) throw new Error(`${JSON.stringify(document.toJS())}: ${z.prettifyError(parsed.error)}`);
    const { objects, grants, ...rest } = parsed.data;
    return { ...rest, objects: [...grants.flatMap(objectsOfGrant), ...objects.map(objectOf)] };
  });

/** Cases by the id of their edge: `token-request.yaml` is of TOKEN_REQUEST. */
export const edgeCases = (): ReadonlyMap<string, readonly EdgeCase[]> =>
  new Map(
    readdirSync(join(root, folder))
      .filter(file => file.endsWith('.yaml') && file !== 'other-tools.yaml')
      .sort()
      .map(file => [
        basename(file, '.yaml').toUpperCase().replaceAll('-', '_'),
        readEdgeCases(readFileSync(join(root, folder, file), 'utf8')),
      ]),
  );

const Pair = z.tuple([z.string(), z.string()]);

const OtherToolText = CaseText.pick({ version: true, grants: true, objects: true }).extend({
  tool: z.string(),
  says: z.string(),
  reaches: z.array(Pair).default([]),
  not: z.array(Pair).default([]),
});

export interface OtherTool extends Omit<z.infer<typeof OtherToolText>, 'objects' | 'grants'> {
  readonly objects: readonly KubeObject[];
}

/** Clusters of which other tools say what is not so. */
export const otherTools = (): readonly OtherTool[] => {
  const text = readFileSync(join(root, folder, 'other-tools.yaml'), 'utf8');
  return z
    .array(OtherToolText)
    .parse(parse(text))
    .map(({ objects, grants, ...rest }) => ({ ...rest, objects: [...grants.flatMap(objectsOfGrant), ...objects.map(objectOf)] }));
};
