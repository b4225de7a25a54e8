import type { Need } from '#contract/coverage';

/** A YAML string that no content can leave: JSON strings are YAML. */
const quoted = (text: string): string => JSON.stringify(text);

const rulesText = (needs: readonly Need[]): readonly string[] =>
  needs.flatMap(({ group, resource, verb }) => [
    `- apiGroups: [${quoted(group)}]`,
    `  resources: [${quoted(resource)}]`,
    `  verbs: [${quoted(verb)}]`,
  ]);

const roleText = (namespace: string | undefined, needs: readonly Need[]): string =>
  [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${namespace === undefined ? 'ClusterRole' : 'Role'}`,
    'metadata:',
    '  name: plumbline-read',
    ...(namespace === undefined ? [] : [`  namespace: ${quoted(namespace)}`]),
    'rules:',
    ...rulesText(needs),
  ].join('\n');

/** The rights that would close a gap, one role a namespace. */
export const rolesFor = (needs: readonly Need[]): string => {
  const byNamespace = new Map<string | undefined, Need[]>();
  for (const need of needs) byNamespace.set(need.namespace, [...(byNamespace.get(need.namespace) ?? []), need]);
  return [...byNamespace].map(([namespace, own]) => roleText(namespace, own)).join('\n---\n');
};
