import { expect, test } from 'vitest';
import { askingNode, nodeVerdict } from './node-requests.ts';

/** `verb group/resource/sub namespace name [field=value]` of node0, `-` for nothing. */
const check = (request: string, expected: string, minor: number | null): void => {
  const [verb = '', path = '', namespace = '-', name = '-', selector = ''] = request.split(' ');
  const [group = '', resource = '', ...subresource] = path.split('/');
  const part = (text: string): string => (text === '-' ? '' : text);
  const verdict = nodeVerdict({
    node: 'node0',
    minor,
    access: {
      verb,
      group: part(group),
      resource,
      subresource: subresource.join('/'),
      namespace: part(namespace),
      name: part(name),
    },
    selected: field => (selector.startsWith(`${field}=`) ? selector.slice(field.length + 1) : undefined),
  });
  expect('uses' in verdict ? `if it uses ${verdict.uses.kind}` : verdict.allowed ? 'yes' : 'no').toBe(expected);
};

const verbs = (list: string, rest: string, expected: string): [string, string][] =>
  list.split(',').map(verb => [`${verb} ${rest}`, expected]);

// The requests of Kubernetes' own tests of the Node authorizer, at the gates' defaults of 1.37.
test.each<[string, string]>([
  ...verbs('get,list,watch', '-/configmaps ns c', 'if it uses configmaps'),
  ...verbs('get,list,watch', '-/secrets ns s', 'if it uses secrets'),
  ...verbs('list,watch', '-/secrets ns', 'no'),
  ...verbs('list,watch', '-/secrets - s', 'no'),
  ...verbs('create,update,patch,delete', '-/secrets ns s', 'no'),
  ['get -/persistentvolumeclaims ns p', 'if it uses persistentvolumeclaims'],
  ['list -/persistentvolumeclaims ns p', 'no'],
  ...verbs('update,patch', '-/persistentvolumeclaims/status ns p', 'if it uses persistentvolumeclaims'),
  ['get -/persistentvolumeclaims/status ns p', 'no'],
  ['get resource.k8s.io/resourceclaims ns r', 'if it uses resourceclaims'],
  ['get -/persistentvolumes - p', 'if it uses persistentvolumes'],
  ['get storage.k8s.io/volumeattachments - a', 'if it uses volumeattachments'],
  ['create -/serviceaccounts/token ns a', 'if it uses serviceaccounts'],
  ['create -/serviceaccounts/token ns', 'no'],
  ['create -/serviceaccounts ns a', 'no'],
  ['get -/serviceaccounts/token ns a', 'no'],
  ['get -/serviceaccounts ns a', 'if it uses serviceaccounts'],
  ...verbs('list,watch', '-/serviceaccounts ns a', 'no'),
  ['create certificates.k8s.io/podcertificaterequests ns', 'yes'],
  ['get certificates.k8s.io/podcertificaterequests ns p', 'if it uses podcertificaterequests'],
  ...verbs('list,watch', 'certificates.k8s.io/podcertificaterequests ns', 'no'),
  ...verbs('list,watch', 'certificates.k8s.io/podcertificaterequests ns - spec.nodeName=node1', 'no'),
  ...verbs('list,watch', 'certificates.k8s.io/podcertificaterequests ns - spec.nodeName=node0', 'yes'),
  ...verbs('get,create,update,patch,delete', 'coordination.k8s.io/leases ns node0', 'no'),
  ...verbs('get,update,patch,delete', 'coordination.k8s.io/leases kube-node-lease node1', 'no'),
  ...verbs('list,watch', 'coordination.k8s.io/leases kube-node-lease', 'no'),
  ...verbs('get,create,update,patch,delete', 'coordination.k8s.io/leases kube-node-lease node0', 'yes'),
  ['create coordination.k8s.io/leases kube-node-lease', 'yes'],
  ['get storage.k8s.io/csinodes/csiDrivers - node0', 'no'],
  ...verbs('get,update,patch,delete', 'storage.k8s.io/csinodes - node1', 'no'),
  ...verbs('list,watch', 'storage.k8s.io/csinodes', 'no'),
  ...verbs('get,create,update,patch,delete', 'storage.k8s.io/csinodes - node0', 'yes'),
  ...verbs('get,update,patch,delete', 'storage.k8s.io/csinodes/status - node0', 'no'),
  ['get resource.k8s.io/resourceslices/status - s', 'no'],
  ...verbs('get,update,patch,delete', 'resource.k8s.io/resourceslices - s', 'if it uses resourceslices'),
  ['create resource.k8s.io/resourceslices', 'yes'],
  ...verbs('list,watch,deletecollection', 'resource.k8s.io/resourceslices - - spec.nodeName=node0', 'yes'),
  ...verbs('list,watch,deletecollection', 'resource.k8s.io/resourceslices', 'no'),
  ['get -/pods ns p', 'if it uses pods'],
  ...verbs('list,watch', '-/pods - - spec.nodeName=node0', 'yes'),
  ...verbs('list,watch', '-/pods - - spec.nodeName=node1', 'no'),
  ...verbs('list,watch', '-/pods ns p', 'if it uses pods'),
  ...verbs('list,watch', '-/pods', 'no'),
  ...verbs('create,delete', '-/pods ns p', 'yes'),
  ['create -/pods ns', 'yes'],
  ...verbs('create,delete', '-/pods/proxy ns p', 'no'),
  ...verbs('update,patch', '-/pods/status ns p', 'yes'),
  ['get -/pods/status ns p', 'no'],
  ['create -/pods/eviction ns p', 'yes'],
  ...verbs('get,list,watch', '-/nodes - node0', 'yes'),
  ...verbs('get,list,watch', '-/nodes - node1', 'no'),
  ...verbs('list,watch', '-/nodes', 'no'),
  ...verbs('create,update,patch', '-/nodes - node1', 'yes'),
  ...verbs('update,patch', '-/nodes/status - node1', 'yes'),
  ['delete -/nodes - node0', 'no'],
  ['get -/services ns s', 'yes'],
  ['get storage.k8s.io/storageclasses', 'no'],
])('upstream: %s: %s', (request, expected) => check(request, expected, 37));

test.each<[string, number | null, string]>([
  ['list -/pods', 31, 'yes'],
  ['list -/pods', 32, 'no'],
  ['get -/nodes - node1', 31, 'yes'],
  ['get -/serviceaccounts ns a', 33, 'no'],
  ['create certificates.k8s.io/podcertificaterequests ns', 36, 'no'],
  ['get certificates.k8s.io/clustertrustbundles', 36, 'no'],
  ['get certificates.k8s.io/clustertrustbundles', null, 'yes'],
])('%s in 1.%j: %s', (request, minor, expected) => check(request, expected, minor));

test.each<[string, readonly string[], string | undefined]>([
  ['system:node:node0', ['system:nodes'], 'node0'],
  ['system:node:node0', ['system:authenticated'], undefined],
  ['node0', ['system:nodes'], undefined],
  ['system:node:', ['system:nodes'], undefined],
])('%s of %j', (user, groups, expected) => expect(askingNode({ user, groups })).toBe(expected));
