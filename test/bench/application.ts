/** One application as it stands in a real namespace: some seventeen objects, a third of them Pods. */
import type { KubeObject, OwnerReference } from '#test/cluster/object';
import { customKinds } from './customKinds.ts';
import type { Random } from './random.ts';
import { served } from './served.ts';

export interface ApplicationInput {
  readonly namespace: string;
  readonly index: number;
  readonly nodes: readonly [string, ...string[]];
  readonly random: Random;
}

type Fields = Readonly<Record<string, unknown>>;

interface Application extends ApplicationInput {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly template: Fields;
}

const names = ['api', 'worker', 'web', 'cache', 'scheduler', 'gateway', 'mailer', 'search', 'billing', 'auth'] as const;
const controllerManager = { manager: 'kube-controller-manager', statusManager: 'kube-controller-manager' };

export function* applicationObjects(input: ApplicationInput): Generator<KubeObject> {
  const { random } = input;
  const name = `${random.pick(names)}-${String(input.index)}`;
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name, 'app.kubernetes.io/managed-by': 'Helm' };
  const app: Application = { ...input, name, labels, template: podSpec(name, random) };
  yield* configuration(app);
  yield* access(app);
  yield* workload(app);
  yield* network(app);
  yield* extras(app);
}

function object(app: Application, apiVersion: string, kind: string, name: string, fields: Fields): KubeObject {
  const annotations = { 'meta.helm.sh/release-name': app.name, 'meta.helm.sh/release-namespace': app.namespace };
  const metadata = {
    name,
    namespace: app.namespace,
    labels: { ...app.labels, 'helm.sh/chart': `${app.name}-1.${String(app.index)}.0` },
    annotations,
  };
  return { apiVersion, kind, metadata, ...fields };
}

function* configuration(app: Application): Generator<KubeObject> {
  const { random } = app;
  const lines = Array.from({ length: 10 + random.below(50) }, (_, index) => `setting.${String(index)} = ${random.hex(24)}`);
  yield served(
    object(app, 'v1', 'ConfigMap', `${app.name}-config`, { data: { 'app.properties': lines.join('\n'), LOG_LEVEL: 'info' } }),
    random,
  );
  const value = (): string => Buffer.from(random.hex(32)).toString('base64');
  yield served(
    object(app, 'v1', 'Secret', `${app.name}-secret`, { type: 'Opaque', data: { password: value(), token: value() } }),
    random,
  );
  if (random.chance(0.4)) {
    const release = { release: Buffer.from(random.hex(4_000)).toString('base64') };
    const history = object(app, 'v1', 'Secret', `sh.helm.release.v1.${app.name}.v1`, {
      type: 'helm.sh/release.v1',
      data: release,
    });
    yield served(history, random);
  }
}

function* access(app: Application): Generator<KubeObject> {
  const { random } = app;
  const group = 'rbac.authorization.k8s.io';
  yield served(object(app, 'v1', 'ServiceAccount', app.name, {}), random);
  const verbs = random.chance(0.1) ? ['*'] : ['get', 'list', 'watch'];
  const rules = [{ apiGroups: [''], resources: random.chance(0.15) ? ['secrets', 'pods'] : ['pods', 'configmaps'], verbs }];
  yield served(object(app, `${group}/v1`, 'Role', app.name, { rules }), random);
  const subjects = [{ kind: 'ServiceAccount', name: app.name, namespace: app.namespace }];
  yield served(
    object(app, `${group}/v1`, 'RoleBinding', app.name, { roleRef: { apiGroup: group, kind: 'Role', name: app.name }, subjects }),
    random,
  );
}

function* workload(app: Application): Generator<KubeObject> {
  const { random, name, template } = app;
  const replicas = 2 + random.below(5);
  const selector = { matchLabels: { 'app.kubernetes.io/name': name } };
  const templateOf = (labels: Fields) => ({ metadata: { labels }, spec: template });
  const counts = { replicas, readyReplicas: replicas, availableReplicas: replicas, observedGeneration: 1 };
  const deployment = served(
    object(app, 'apps/v1', 'Deployment', name, {
      spec: { replicas, selector, template: templateOf(app.labels), revisionHistoryLimit: 2 },
      status: { ...counts, updatedReplicas: replicas, conditions: [condition('Available'), condition('Progressing')] },
    }),
    random,
  );
  yield deployment;
  yield* replicaSet(app, deployment, 0);
  const [current] = replicaSet(app, deployment, replicas);
  if (current === undefined) return;
  yield current;
  for (let index = 0; index < replicas; index += 1) yield pod(app, current);
}

function* replicaSet(app: Application, deployment: KubeObject, replicas: number): Generator<KubeObject> {
  const { random } = app;
  const hash = random.hex(10);
  const labels = { ...app.labels, 'pod-template-hash': hash };
  const base = object(app, 'apps/v1', 'ReplicaSet', `${app.name}-${hash}`, {
    spec: {
      replicas,
      selector: { matchLabels: { 'app.kubernetes.io/name': app.name, 'pod-template-hash': hash } },
      template: { metadata: { labels }, spec: app.template },
    },
    status: {
      replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      fullyLabeledReplicas: replicas,
      observedGeneration: 1,
    },
  });
  yield served(
    { ...base, metadata: { ...base.metadata, labels, ownerReferences: [ownedBy(deployment)] } },
    random,
    controllerManager,
  );
}

function pod(app: Application, owner: KubeObject): KubeObject {
  const { random } = app;
  const node = random.pick(app.nodes);
  const ip = `10.${String(random.below(256))}.${String(random.below(256))}.${String(random.below(256))}`;
  const metadata = {
    name: `${owner.metadata.name}-${random.hex(5)}`,
    namespace: app.namespace,
    labels: owner.metadata.labels ?? {},
    annotations: { 'checksum/config': random.hex(64) },
    ownerReferences: [ownedBy(owner)],
  };
  const status = {
    phase: 'Running',
    hostIP: '172.18.0.2',
    podIP: ip,
    podIPs: [{ ip }],
    startTime: '2026-01-01T00:00:00Z',
    conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
    containerStatuses: containerStatuses(app, random),
  };
  const spec = { ...app.template, nodeName: node };
  return served({ apiVersion: 'v1', kind: 'Pod', metadata, spec, status }, random, {
    manager: 'kube-controller-manager',
    statusManager: 'kubelet',
  });
}

function containerStatuses(app: Application, random: Random): readonly Fields[] {
  const containers = app.template['containers'];
  if (!Array.isArray(containers)) return [];
  return containers.map((container: { readonly name: string; readonly image: string }) => ({
    name: container.name,
    image: container.image,
    imageID: `registry.example.com/${container.name}@sha256:${random.hex(64)}`,
    containerID: `containerd://${random.hex(64)}`,
    ready: true,
    started: true,
    restartCount: random.below(4),
    state: { running: { startedAt: '2026-01-01T00:00:10Z' } },
    lastState: {},
  }));
}

function* network(app: Application): Generator<KubeObject> {
  const { random, name } = app;
  const selector = { 'app.kubernetes.io/name': name };
  const ports = [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }];
  yield served(object(app, 'v1', 'Service', name, { spec: { type: 'ClusterIP', selector, ports } }), random);
  if (random.chance(0.5)) {
    const spec = { podSelector: { matchLabels: selector }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] };
    yield served(object(app, 'networking.k8s.io/v1', 'NetworkPolicy', name, { spec }), random);
  }
  if (random.chance(0.4)) {
    const host = `${name}.${app.namespace}.example.com`;
    const backend = { service: { name, port: { number: 80 } } };
    const tls = random.chance(0.6) ? { tls: [{ hosts: [host], secretName: `${name}-tls` }] } : {};
    const spec = { ...tls, rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] };
    yield served(object(app, 'networking.k8s.io/v1', 'Ingress', name, { spec }), random);
  }
}

function* extras(app: Application): Generator<KubeObject> {
  const { random, name } = app;
  const custom = random.pick(customKinds);
  const spec = { hosts: [`${name}.example.com`], target: name, options: { retries: random.below(5), note: random.hex(60) } };
  yield served(object(app, `${custom.group}/v1`, custom.kind, name, { spec }), random);
  for (const reason of ['Scheduled', 'Pulled', 'Started'].slice(random.below(3))) yield event(app, reason);
}

function event(app: Application, reason: string): KubeObject {
  const { random, namespace, name } = app;
  const at = '2026-01-01T00:00:00Z';
  const metadata = { name: `${name}.${random.hex(16)}`, namespace };
  const fields = {
    involvedObject: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
    type: 'Normal',
    reason,
    message: `${reason}: ${name} as wanted`,
    source: { component: 'kubelet' },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1 + random.below(9),
  };
  return served({ apiVersion: 'v1', kind: 'Event', metadata, ...fields }, random, { manager: 'kubelet' });
}

function podSpec(name: string, random: Random): Fields {
  const tag = random.chance(0.2) ? 'latest' : `1.${String(random.below(20))}.${String(random.below(9))}`;
  const mounts = [
    { name: 'config', mountPath: '/etc/app', readOnly: true },
    { name: 'kube-api-access', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
  ];
  const environment = [
    { name: 'LOG_LEVEL', value: 'info' },
    { name: 'DATABASE_HOST', value: `db.${name}.svc` },
    random.chance(0.1)
      ? { name: 'API_TOKEN', value: random.hex(40) }
      : { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: `${name}-secret`, key: 'token' } } },
  ];
  const container = (suffix: string, extra: Fields): Fields => ({
    name: `${name}${suffix}`,
    image: `registry.example.com/${name}${suffix}:${tag}`,
    imagePullPolicy: 'IfNotPresent',
    env: environment,
    ports: [{ containerPort: 8080, protocol: 'TCP' }],
    volumeMounts: mounts,
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...extra,
  });
  const sidecar = random.chance(0.3) ? [container('-proxy', { ports: [{ containerPort: 15_001, protocol: 'TCP' }] })] : [];
  return {
    containers: [container('', profile(random)), ...sidecar],
    volumes: [{ name: 'config', configMap: { name: `${name}-config`, defaultMode: 420 } }, accessVolume],
    serviceAccountName: name,
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    ...(random.chance(0.05) ? { hostNetwork: false, hostPID: true } : {}),
  };
}

const accessVolume = {
  name: 'kube-api-access',
  projected: {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    ],
  },
};

/** From careful to careless, in about the shares seen in real clusters. */
function profile(random: Random): Fields {
  const resources = { resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } } };
  const careful = {
    securityContext: {
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
  const draw = random.next();
  if (draw < 0.3) return { ...resources, ...careful, readinessProbe: { httpGet: { path: '/ready', port: 8080 } } };
  if (draw < 0.7) return resources;
  if (draw < 0.95) return {};
  return { securityContext: { privileged: true } };
}

const condition = (type: string): Fields => ({ type, status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' });

function ownedBy(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true, blockOwnerDeletion: true };
}
