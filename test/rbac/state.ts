import type { KubeObject } from '#contract/kube';
import type { Access } from '#contract/rbac';

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;

const words = (text: string | undefined): readonly string[] =>
  text === undefined || text === '.' ? [] : text.split(',').map(word => (word === '-' ? '' : word));

/** `verbs groups resources names`, words joined by commas, `-` for the empty word; or `verbs /url,/url`. */
const ruleFrom = (text: string): Readonly<Record<string, readonly string[]>> => {
  const [verbs, second = '', resources, names] = text.split(' ');
  if (resources === undefined) return { verbs: words(verbs), nonResourceURLs: words(second) };
  return {
    verbs: words(verbs),
    apiGroups: words(second),
    resources: words(resources),
    ...(names === undefined ? {} : { resourceNames: words(names) }),
  };
};

/** `user:ada`, `group:devs`, `sa:ns/name`, `sa:name` (no namespace), `Kind:name` for anything else. */
const subjectFrom = (text: string): Readonly<Record<string, string>> => {
  const [kind = '', ...rest] = text.split(':');
  const name = rest.join(':');
  if (kind === 'user') return { kind: 'User', apiGroup: rbac, name };
  if (kind === 'group') return { kind: 'Group', apiGroup: rbac, name };
  if (kind !== 'sa') return { kind, name };
  const [namespace = '', account] = name.split('/');
  return account === undefined ? { kind: 'ServiceAccount', name } : { kind: 'ServiceAccount', namespace, name: account };
};

/** A role: `shop/reader` for a Role, `reader` for a ClusterRole. */
export const roleObject = (place: string, rules: readonly string[], labels?: Readonly<Record<string, string>>): KubeObject => {
  const [namespace = '', name] = place.split('/');
  const metadata = name === undefined ? { name: place } : { name, namespace };
  return {
    apiVersion,
    kind: name === undefined ? 'ClusterRole' : 'Role',
    metadata: labels === undefined ? metadata : { ...metadata, labels },
    rules: rules.map(ruleFrom),
  };
};

/** `shop/devs -> reader user:ada group:devs`: a RoleBinding in shop, or without namespace a ClusterRoleBinding; `Role:reader`. */
export const bindingObject = (text: string): KubeObject => {
  const [place = '', , role = '', ...subjects] = text.split(' ');
  const [namespace = '', name] = place.split('/');
  const [kind = '', roleName] = role.split(':');
  return {
    apiVersion,
    kind: name === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: name === undefined ? { name: place } : { name, namespace },
    roleRef: { apiGroup: rbac, kind: roleName === undefined ? 'ClusterRole' : kind, name: roleName ?? role },
    subjects: subjects.map(subjectFrom),
  };
};

/** `get - pods/log shop name`, `-` for the core group, no namespace, no name; or `get /healthz`. */
export const accessFrom = (text: string): Access => {
  const [verb = '', second = '', resource, namespace = '-', name = '-'] = text.split(' ');
  if (resource === undefined) return { verb, path: second };
  const part = (word: string): string => (word === '-' ? '' : word);
  const slash = resource.indexOf('/');
  const [base, subresource] = slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash + 1)];
  return { verb, group: part(second), resource: base, subresource, namespace: part(namespace), name: part(name) };
};

export const account = (place: string): KubeObject => {
  const [namespace = '', name = ''] = place.split('/');
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
};
