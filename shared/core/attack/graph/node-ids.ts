import { AttackNodeKind } from '#contract/attack';
import {
  accountGroups,
  accountOfUser,
  accountUser,
  authenticated,
  groupsWith,
  impliedGroups as groupsOfUser,
} from '#kube/rbac/user-names';

/** Kinds by number. */
export const attackKinds: readonly AttackNodeKind[] = AttackNodeKind.options;

/** The parts of a node's id; `namespace` null where it stands in none. */
export interface NodeParts {
  readonly kind: AttackNodeKind;
  readonly namespace: string | null;
  readonly name: string;
}

// Bindings name the same users again and again; taking a name apart costs more than looking it up.
const userIds = new Map<string, string>();
const mostUserIds = 200_000;

/** The one spelling of a user: service accounts by namespace and name, however they are written. */
export const userNodeId = (name: string): string => {
  const known = userIds.get(name);
  if (known !== undefined) return known;
  const account = accountOfUser(name);
  const id = account === undefined ? `user:${name}` : `sa:${account.namespace}/${account.name}`;
  if (userIds.size >= mostUserIds) userIds.clear();
  userIds.set(name, id);
  return id;
};

export const groupNodeId = (name: string): string => `group:${name}`;
export const roleNodeId = (kind: string, namespace: string | null, name: string): string =>
  `role:${kind}/${namespace ?? '_cluster'}/${name}`;

const wholes: Readonly<Record<string, AttackNodeKind>> = { internet: 'internet', nodes: 'nodes', admin: 'admin' };
const prefixes: Readonly<Record<string, AttackNodeKind>> = {
  user: 'user',
  group: 'group',
  sa: 'service-account',
  workload: 'workload',
  pod: 'workload',
  node: 'node',
  secret: 'secret',
  ns: 'namespace',
  role: 'role',
  cloud: 'cloud',
  impact: 'impact',
};
const namespaced: ReadonlySet<AttackNodeKind> = new Set(['service-account', 'workload', 'secret']);

/** Undefined for what is no id of a node. */
export const nodeParts = (id: string): NodeParts | undefined => {
  const whole = Object.hasOwn(wholes, id) ? wholes[id] : undefined;
  if (whole !== undefined) return { kind: whole, namespace: null, name: id };
  const colon = id.indexOf(':');
  const prefix = id.slice(0, Math.max(colon, 0));
  const kind = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
  const rest = id.slice(colon + 1);
  if (kind === undefined || rest === '') return undefined;
  if (kind === 'role') return roleParts(rest);
  if (!namespaced.has(kind)) return { kind, namespace: null, name: rest };
  const slash = rest.indexOf('/');
  return slash <= 0 || slash === rest.length - 1
    ? undefined
    : { kind, namespace: rest.slice(0, slash), name: rest.slice(slash + 1) };
};

const roleParts = (rest: string): NodeParts | undefined => {
  const [kind, namespace, ...name] = rest.split('/');
  if (kind === undefined || namespace === undefined || name.length === 0) return undefined;
  return { kind: 'role', namespace: namespace === '_cluster' ? null : namespace, name: `${kind}/${name.join('/')}` };
};

/** `system:serviceaccount:ci:builder` of `sa:ci/builder`. */
export const userNameOf = (parts: NodeParts): string =>
  parts.kind === 'service-account' ? accountUser(parts.namespace ?? '', parts.name) : parts.name;

/** Groups that whoever is this identity is in by that alone. */
export const impliedGroups = (parts: NodeParts): readonly string[] => {
  const { kind, namespace, name } = parts;
  if (kind === 'service-account') return [...accountGroups(namespace ?? ''), authenticated];
  if (kind === 'user') return groupsOfUser(name);
  return kind === 'group' ? groupsWith(name).slice(1) : [];
};

const kindWords: Readonly<Record<AttackNodeKind, string>> = {
  user: 'User',
  group: 'Group',
  'service-account': 'ServiceAccount',
  workload: 'Workload',
  node: 'Node',
  secret: 'Secret',
  namespace: 'Namespace',
  role: 'Role',
  cloud: 'Cloud identity',
  impact: 'Impact',
  internet: 'Anyone on the internet',
  nodes: 'Every node',
  admin: 'Every right in the cluster',
};

/** The second line of a box. */
export const nodeLabel = ({ kind, namespace, name }: NodeParts): string => {
  const word = kind === 'workload' || kind === 'role' ? name.slice(0, name.indexOf('/')) || kindWords[kind] : kindWords[kind];
  if (kind === 'role') return namespace === null ? `Rights of a ${word}, cluster-wide` : `Rights of a ${word} in ${namespace}`;
  return namespace === null ? word : `${word} in ${namespace}`;
};

/** How a sentence names it. */
export const nodeName = ({ kind, namespace, name }: NodeParts): string => {
  if (kind === 'admin') return 'every right in the cluster';
  if (kind === 'internet') return 'anyone on the internet';
  if (kind === 'nodes') return 'every node';
  const word = kind === 'workload' || kind === 'role' ? '' : `${kindWords[kind]} `;
  return `${word}${namespace === null ? '' : `${namespace}/`}${name}`;
};
