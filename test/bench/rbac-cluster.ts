/**
 * The objects on which rights and attack paths are measured, in the mix of a large cluster of many teams: for each namespace
 * ten RoleBindings (the default roles for teams and deployers, own roles for applications), six service accounts, fifteen pods
 * of four workloads; the default roles of Kubernetes, some hundred of operators, and a few mistakes of the usual kinds.
 */
import type { CoverageEntry } from '#contract/coverage';
import type { KubeObject, ResourceName } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { defaultEntries, newestDefaults } from '#core/rbac/default-roles/data.generated';
import { ruleOfLine } from '#core/rbac/default-roles/rule-line';
import { builtinResources } from '#kube/builtin-resources';
import { meta } from '#test/rules/snapshot-of';
import { seededRandom, type Random } from './random.ts';

export interface RbacSize {
  readonly namespaces: number;
  readonly nodes: number;
}

/** The promise's size: 150,000 pods, 100,000 RoleBindings, 60,000 service accounts. */
export const wholeSize: RbacSize = { namespaces: 10_000, nodes: 5000 };

const group = 'rbac.authorization.k8s.io';
const rbac = `${group}/v1`;

type Body = Readonly<Record<string, unknown>>;

interface Maker {
  readonly objects: Map<ResourceName, KubeObject[]>;
  readonly random: Random;
  add(resource: ResourceName, object: Body): void;
}

/** As an object comes from the network: parsed, sharing nothing with others. */
const createMaker = (random: Random): Maker => {
  const objects = new Map<ResourceName, KubeObject[]>();
  return {
    objects,
    random,
    add: (resource, object) => {
      const parsed = JSON.parse(JSON.stringify(object)) as KubeObject;
      const list = objects.get(resource);
      if (list === undefined) objects.set(resource, [parsed]);
      else list.push(parsed);
    },
  };
};

const metadata = (random: Random, name: string, namespace?: string, more: Body = {}): Body => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  uid: random.uid(),
  resourceVersion: String(random.below(900_000)),
  creationTimestamp: '2026-03-01T10:00:00Z',
  ...more,
});

const bootstrapped = { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } };

const ruleBody = (line: string): Body => {
  const { path: _, ...rule } = ruleOfLine(line);
  return Object.fromEntries(Object.entries(rule).filter(([, list]) => list.length > 0));
};

const defaultRoles = ({ add, random }: Maker): void => {
  const now = defaultEntries.filter(({ since, until }) => since <= newestDefaults && until >= newestDefaults);
  const rolesInto = (name: string): readonly string[] =>
    now.flatMap(entry =>
      'rules' in entry && entry.into?.includes(name) === true
        ? [...entry.rules, ...(entry.aggregates ?? []).flatMap(rolesInto)]
        : [],
    );
  for (const entry of now) {
    const named = metadata(random, entry.name, entry.namespace ?? undefined, bootstrapped);
    if ('rules' in entry) {
      const lines = entry.aggregates === undefined ? entry.rules : entry.aggregates.flatMap(rolesInto);
      const rules = [...new Set(lines)].map(ruleBody);
      add(`${entry.kind.toLowerCase()}s.${group}`, { apiVersion: rbac, kind: entry.kind, metadata: named, rules });
      continue;
    }
    const [kind, name] = entry.role.split(' ');
    const subjects = entry.subjects.map(subjectBody);
    const roleRef = { apiGroup: group, kind, name };
    add(`${entry.kind.toLowerCase()}s.${group}`, { apiVersion: rbac, kind: entry.kind, metadata: named, roleRef, subjects });
  }
};

/** `Group ops`, `ServiceAccount ci/deployer` */
const subjectBody = (text: string): Body => {
  const [kind = '', name = ''] = text.split(' ');
  const [namespace, account] = name.split('/');
  return kind === 'ServiceAccount' ? { kind, namespace, name: account } : { apiGroup: group, kind, name };
};

const bind = (maker: Maker, place: string | undefined, name: string, role: string, ...subjects: readonly string[]): void => {
  const [kind, roleName] = role.split(' ');
  const bindingKind = place === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  maker.add(`${bindingKind.toLowerCase()}s.${group}`, {
    apiVersion: rbac,
    kind: bindingKind,
    metadata: metadata(maker.random, name, place),
    roleRef: { apiGroup: group, kind, name: roleName },
    subjects: subjects.map(subjectBody),
  });
};

const role = ({ add, random }: Maker, place: string | undefined, name: string, ...lines: readonly string[]): void => {
  const kind = place === undefined ? 'ClusterRole' : 'Role';
  add(`${kind.toLowerCase()}s.${group}`, {
    apiVersion: rbac,
    kind,
    metadata: metadata(random, name, place),
    rules: lines.map(ruleBody),
  });
};

const operatorRules = [
  'get list watch create update patch delete|apps|deployments statefulsets',
  'get list watch|""|pods nodes namespaces',
  'get list watch create|""|secrets configmaps',
  'create patch|""|events',
  '*|example.com|widgets widgets/status',
  'get create update|coordination.k8s.io|leases',
] as const;

const operators = (maker: Maker, count: number): void => {
  for (let index = 0; index < count; index++) {
    const name = `operator-${index}`;
    const place = namespaceName(index);
    role(maker, undefined, name, ...operatorRules.filter(() => maker.random.chance(0.6)), `get|example${index}.com|things`);
    bind(maker, undefined, name, `ClusterRole ${name}`, `ServiceAccount ${place}/controller`);
  }
};

const namespaceName = (index: number): string => `team-${Math.floor(index / 4)}-${['dev', 'test', 'stage', 'prod'][index % 4]}`;

const mistakes = (maker: Maker): void => {
  const place = namespaceName(1);
  bind(maker, undefined, 'ci-admin', 'ClusterRole cluster-admin', `ServiceAccount ${place}/deployer`, 'Group platform');
  role(maker, undefined, 'token-maker', 'create|""|serviceaccounts/token', 'get list|""|serviceaccounts');
  bind(maker, undefined, 'token-maker', 'ClusterRole token-maker', `ServiceAccount ${namespaceName(2)}/app-1`);
  role(maker, undefined, 'proxy', 'get create|""|nodes/proxy', 'get list|""|nodes');
  bind(maker, undefined, 'monitoring', 'ClusterRole proxy', `ServiceAccount ${namespaceName(3)}/controller`);
  role(maker, undefined, 'impersonator', 'impersonate|""|users groups serviceaccounts');
  bind(maker, undefined, 'impersonator', 'ClusterRole impersonator', `ServiceAccount ${namespaceName(5)}/controller`);
  bind(maker, 'kube-system', 'addons', 'ClusterRole edit', 'Group addon-team', `ServiceAccount ${namespaceName(6)}/deployer`);
};

const containers = (name: string, version: number, privileged: boolean): readonly Body[] => [
  {
    name,
    image: `registry.example/${name}:1.${version}`,
    ports: [{ containerPort: 8080, protocol: 'TCP' }],
    env: [{ name: 'MODE', value: 'live' }],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    volumeMounts: [{ name: 'config', mountPath: '/etc/app' }],
    securityContext: privileged ? { privileged: true } : { allowPrivilegeEscalation: false, runAsNonRoot: true },
  },
];

const podSpec = (name: string, account: string, version: number, privileged: boolean): Body => ({
  containers: containers(name, version, privileged),
  serviceAccountName: account,
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  terminationGracePeriodSeconds: 30,
  volumes: [{ name: 'config', configMap: { name, defaultMode: 420 } }],
  ...(privileged ? { hostPID: true } : {}),
});

const owner = (apiVersion: string, kind: string, name: string, uid: string): Body => ({
  ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
});

interface Placed {
  readonly place: string;
  readonly nodes: number;
}

const workload = (
  maker: Maker,
  { place, nodes }: Placed,
  name: string,
  account: string,
  pods: number,
  stateful: boolean,
): void => {
  const { add, random } = maker;
  const privileged = random.chance(0.01);
  const labels = { app: name };
  const spec = podSpec(name, account, random.below(9), privileged);
  const template = { metadata: { labels }, spec };
  const [kind, resource] = stateful ? ['StatefulSet', 'statefulsets.apps'] : ['Deployment', 'deployments.apps'];
  const root = metadata(random, name, place);
  add(resource as ResourceName, {
    apiVersion: 'apps/v1',
    kind,
    metadata: root,
    spec: { replicas: pods, selector: { matchLabels: labels }, template },
  });
  let parent = owner('apps/v1', kind as string, name, root['uid'] as string);
  let prefix = name;
  if (!stateful) {
    prefix = `${name}-${random.hex(10)}`;
    const set = metadata(random, prefix, place, parent);
    add('replicasets.apps', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: set,
      spec: { replicas: pods, selector: { matchLabels: labels }, template },
    });
    parent = owner('apps/v1', 'ReplicaSet', prefix, set['uid'] as string);
  }
  for (let index = 0; index < pods; index++)
    add('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: metadata(random, stateful ? `${prefix}-${index}` : `${prefix}-${random.hex(5)}`, place, { labels, ...parent }),
      spec: { ...spec, nodeName: `node-${random.below(nodes)}` },
      status: { phase: 'Running', podIP: '10.0.0.1' },
    });
};

const accounts = ['default', 'deployer', 'controller', 'app-1', 'app-2', 'app-3'] as const;

const tenant = (maker: Maker, index: number, nodes: number): void => {
  const { add, random } = maker;
  const place = namespaceName(index);
  const team = `team-${Math.floor(index / 4)}`;
  const enforced = random.chance(0.5) ? { 'pod-security.kubernetes.io/enforce': random.pick(['baseline', 'restricted']) } : {};
  add('namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: metadata(random, place, undefined, { labels: { team, ...enforced } }),
  });
  for (const name of accounts)
    add('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(random, name, place) });
  for (const name of ['db', 'api-key', 'tls'])
    add('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: metadata(random, name, place), type: 'Opaque' });
  role(maker, place, 'app', 'get list watch|""|configmaps', `get|""|secrets|db api-key`);
  role(maker, place, 'election', 'get create update|coordination.k8s.io|leases', 'create|""|events');
  const account = (name: string): string => `ServiceAccount ${place}/${name}`;
  bind(maker, place, 'owners', 'ClusterRole admin', `Group ${team}-leads`);
  bind(maker, place, 'developers', 'ClusterRole edit', `Group ${team}`, `User lead-${Math.floor(index / 4)}`);
  bind(maker, place, 'viewers', 'ClusterRole view', `Group ${team}-viewers`, 'Group auditors');
  bind(maker, place, 'deployer', 'ClusterRole edit', account('deployer'));
  bind(maker, place, 'app-1', 'Role app', account('app-1'));
  bind(maker, place, 'app-2', 'Role app', account('app-2'), account('app-3'));
  bind(maker, place, 'election', 'Role election', account('controller'), account('app-1'));
  bind(maker, place, 'metrics', 'ClusterRole view', account('controller'));
  bind(maker, place, 'pull', 'Role election', `Group system:serviceaccounts:${place}`);
  bind(maker, place, 'support', random.chance(0.1) ? 'ClusterRole edit' : 'ClusterRole view', 'Group support');
  const placed = { place, nodes };
  for (let app = 1; app <= 3; app++) workload(maker, placed, `app-${app}`, `app-${app}`, 4, false);
  workload(maker, placed, 'store', random.chance(0.9) ? 'default' : 'controller', 3, true);
  add('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(random, 'app-1', place),
    spec: { selector: { app: 'app-1' }, ports: [{ port: 80 }], type: random.chance(0.02) ? 'LoadBalancer' : 'ClusterIP' },
  });
};

const nodesAndSystem = (maker: Maker, nodes: number): void => {
  const { add, random } = maker;
  for (let index = 0; index < nodes; index++)
    add('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: metadata(random, `node-${index}`, undefined, {
        labels: index < 3 ? { 'node-role.kubernetes.io/control-plane': '' } : {},
      }),
    });
  for (const name of ['kube-system', 'default'])
    add('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: metadata(random, name) });
  const controllers = (maker.objects.get(`clusterrolebindings.${group}`) ?? []).flatMap(({ subjects }) =>
    (subjects as readonly { readonly kind: string; readonly name: string }[]).filter(({ kind }) => kind === 'ServiceAccount'),
  );
  for (const name of new Set(controllers.map(one => one.name)))
    add('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(random, name, 'kube-system') });
};

export interface GeneratedCluster {
  readonly snapshot: Snapshot;
  readonly counts: Readonly<Record<string, number>>;
}

/** The same cluster from the same size. */
export const rbacCluster = ({ namespaces, nodes }: RbacSize): GeneratedCluster => {
  const maker = createMaker(seededRandom(7));
  defaultRoles(maker);
  nodesAndSystem(maker, nodes);
  for (let index = 0; index < namespaces; index++) tenant(maker, index, nodes);
  operators(maker, Math.min(300, namespaces));
  mistakes(maker);
  const entries = builtinResources.map(({ group: of, version, resource }): CoverageEntry => ({
    group: of,
    version,
    resource,
    namespace: null,
    state: 'full',
    count: 0,
    reason: '',
    needs: [],
  }));
  const names = (maker.objects.get('namespaces') ?? []).map(one => one.metadata.name);
  const counts = Object.fromEntries([...maker.objects].map(([resource, all]) => [resource, all.length]));
  const snapshot = {
    meta,
    types: builtinResources,
    objects: maker.objects,
    facts: [],
    redactions: [],
    coverage: { namespaces: names, entries },
  };
  return { snapshot, counts };
};
