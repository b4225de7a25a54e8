import type { ResourceAccess } from '#contract/rbac';
import type { PolicyRule } from './policy-rule.ts';
import { compileRule, ruleAllows } from './rule-matching.ts';
import { nodesGroup } from './user-names.ts';

/** What the Node authorizer says of a request: yes, no opinion, or it depends on whether something of the node uses an object. */
export type NodeVerdict = { readonly allowed: boolean } | { readonly uses: NodeUse };

/** An object that has to be tied to the node: through a pod on it, or by its own field. */
export interface NodeUse {
  readonly kind:
    | 'secrets'
    | 'configmaps'
    | 'persistentvolumeclaims'
    | 'persistentvolumes'
    | 'serviceaccounts'
    | 'pods'
    | 'resourceclaims'
    | 'resourceslices'
    | 'volumeattachments'
    | 'podcertificaterequests';
  readonly namespace: string;
  readonly name: string;
}

const rule = (verbs: string, apiGroup: string, ...resources: readonly string[]): PolicyRule => ({
  verbs: verbs.split(','),
  apiGroups: [apiGroup],
  resources,
  resourceNames: [],
  nonResourceURLs: [],
  path: '',
});

const read = 'get,list,watch';

/** Resources that are not judged one by one (bootstrappolicy's NodeRules); `since` a minor version in which they came. */
const staticRules: readonly { readonly since?: number; readonly rule: PolicyRule }[] = [
  { rule: rule('create', 'authentication.k8s.io', 'tokenreviews') },
  { rule: rule('create', 'authorization.k8s.io', 'subjectaccessreviews', 'localsubjectaccessreviews') },
  { rule: rule(read, '', 'services') },
  { rule: rule('create,update,patch', '', 'events') },
  { rule: rule('create,update,patch', 'events.k8s.io', 'events') },
  { rule: rule('get', '', 'endpoints') },
  { rule: rule(`create,${read}`, 'certificates.k8s.io', 'certificatesigningrequests') },
  { rule: rule(read, 'storage.k8s.io', 'csidrivers') },
  { rule: rule(read, 'node.k8s.io', 'runtimeclasses') },
  { since: 37, rule: rule(read, 'certificates.k8s.io', 'clustertrustbundles') },
];

/** Until 1.31 kubelets saw every node and pod. */
const olderRules: readonly PolicyRule[] = [
  rule(`create,update,patch,${read}`, '', 'nodes'),
  rule('update,patch', '', 'nodes/status', 'pods/status'),
  rule(`create,delete,${read}`, '', 'pods'),
  rule('create', '', 'pods/eviction'),
];

const byRules = (rules: readonly PolicyRule[], access: ResourceAccess): NodeVerdict => ({
  allowed: rules.some(each => ruleAllows(compileRule(each), access)),
});

const no: NodeVerdict = { allowed: false };
const yes: NodeVerdict = { allowed: true };

/** A node's question: its name, what it asks, and the value that a field selector asks of a field. */
export interface NodeQuestion {
  readonly node: string;
  readonly access: ResourceAccess;
  readonly minor: number | null;
  selected(field: string): string | undefined;
}

type Judge = (question: NodeQuestion) => NodeVerdict;

const oneOf = (verb: string, verbs: string): boolean => verbs.split(',').includes(verb);

const used = ({ access }: NodeQuestion, kind: NodeUse['kind']): NodeVerdict =>
  access.name === '' ? no : { uses: { kind, namespace: access.namespace, name: access.name } };

const readable =
  (kind: NodeUse['kind']): Judge =>
  question => {
    const { verb, subresource, namespace } = question.access;
    return oneOf(verb, read) && subresource === '' && namespace !== '' ? used(question, kind) : no;
  };

const gettable =
  (kind: NodeUse['kind']): Judge =>
  question =>
    question.access.verb === 'get' && question.access.subresource === '' ? used(question, kind) : no;

const claims: Judge = question => {
  const { verb, subresource } = question.access;
  if (subresource !== 'status') return gettable('persistentvolumeclaims')(question);
  return oneOf(verb, 'update,patch') ? used(question, 'persistentvolumeclaims') : no;
};

const accounts: Judge = question => {
  const { verb, subresource } = question.access;
  if (verb === 'get' && subresource === '') return (question.minor ?? 99) >= 34 ? readable('serviceaccounts')(question) : no;
  return verb === 'create' && subresource === 'token' ? used(question, 'serviceaccounts') : no;
};

const leases: Judge = ({ node, access }) => {
  const own = access.namespace === 'kube-node-lease' && (access.verb === 'create' || access.name === node);
  return own && oneOf(access.verb, 'get,create,update,patch,delete') ? yes : no;
};

const csiNodes: Judge = ({ node, access }) => {
  const may = access.subresource === '' && oneOf(access.verb, 'get,create,update,patch,delete');
  return may && (access.verb === 'create' || access.name === node) ? yes : no;
};

const slices: Judge = question => {
  const { verb, subresource } = question.access;
  if (subresource !== '') return no;
  if (verb === 'create') return yes;
  if (oneOf(verb, 'get,update,patch,delete')) return used(question, 'resourceslices');
  return oneOf(verb, 'watch,list,deletecollection') && question.selected('spec.nodeName') === question.node ? yes : no;
};

const nodes: Judge = question => {
  const { verb, subresource, name } = question.access;
  if ((question.minor ?? 99) < 32) return byRules(olderRules, question.access);
  if (subresource === 'status') return oneOf(verb, 'update,patch') ? yes : no;
  if (subresource !== '') return no;
  if (oneOf(verb, 'create,update,patch')) return yes;
  return oneOf(verb, read) && name === question.node ? yes : no;
};

const readPods: Judge = question => {
  if (question.access.verb === 'get') return used(question, 'pods');
  return question.selected('spec.nodeName') === question.node ? yes : used(question, 'pods');
};

const pods: Judge = question => {
  const { verb, subresource } = question.access;
  if ((question.minor ?? 99) < 32) return byRules(olderRules, question.access);
  if (subresource === '' && oneOf(verb, read)) return readPods(question);
  const writes =
    (subresource === '' && oneOf(verb, 'create,delete')) ||
    (subresource === 'status' && oneOf(verb, 'update,patch')) ||
    (subresource === 'eviction' && verb === 'create');
  return writes ? yes : no;
};

const certificates: Judge = question => {
  const { verb, subresource } = question.access;
  if (subresource !== '' || (question.minor ?? 99) < 37) return no;
  if (verb === 'create') return yes;
  if (verb === 'get') return used(question, 'podcertificaterequests');
  return oneOf(verb, 'list,watch') && question.selected('spec.nodeName') === question.node ? yes : no;
};

const judges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['/secrets', readable('secrets')],
  ['/configmaps', readable('configmaps')],
  ['/persistentvolumeclaims', claims],
  ['/persistentvolumes', gettable('persistentvolumes')],
  ['resource.k8s.io/resourceclaims', gettable('resourceclaims')],
  ['storage.k8s.io/volumeattachments', gettable('volumeattachments')],
  ['/serviceaccounts', accounts],
  ['coordination.k8s.io/leases', leases],
  ['storage.k8s.io/csinodes', csiNodes],
  ['resource.k8s.io/resourceslices', slices],
  ['/nodes', nodes],
  ['/pods', pods],
  ['certificates.k8s.io/podcertificaterequests', certificates],
]);

const nodePrefix = 'system:node:';

/** The node that asks, by user name and group together; undefined for anybody else. Any name counts, also an impossible one. */
export const askingNode = (requester: { readonly user: string; readonly groups: readonly string[] }): string | undefined => {
  if (!requester.user.startsWith(nodePrefix) || !requester.groups.includes(nodesGroup)) return undefined;
  return requester.user.slice(nodePrefix.length) || undefined;
};

/** As the API server's Node authorizer judges a request for a resource, all feature gates at their defaults. */
export const nodeVerdict = (question: NodeQuestion): NodeVerdict => {
  const { group, resource } = question.access;
  const judge = judges.get(`${group}/${resource}`);
  if (judge !== undefined) return judge(question);
  const rules = staticRules.filter(({ since }) => since === undefined || (question.minor ?? 99) >= since).map(each => each.rule);
  return byRules(rules, question.access);
};
