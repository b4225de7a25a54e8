import type { JsonObject, JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import { jsonEqual } from '#core/remediate/json-equal';

/** Whether a value is what silence means here, seeing what stands beside it. */
type IsDefault = (value: JsonValue, beside: JsonObject) => boolean;

const is =
  (...values: readonly JsonValue[]): IsDefault =>
  value =>
    values.some(known => jsonEqual(known, value));
const anything: IsDefault = () => true;

/** As the API server fills it in: by the tag. */
const pullPolicy: IsDefault = (value, { image }) => {
  const name = typeof image === 'string' ? (image.split('@')[0] ?? '') : '';
  const tag = /:([^/:]+)$/.exec(name)?.[1];
  const latest = (tag ?? 'latest') === 'latest' && !(typeof image === 'string' && image.includes('@'));
  return value === (latest ? 'Always' : 'IfNotPresent');
};

const policyTypes: IsDefault = (value, { egress }) => {
  const wanted = egress === undefined || (isJsonArray(egress) && egress.length === 0) ? ['Ingress'] : ['Ingress', 'Egress'];
  return isJsonArray(value) && value.length === wanted.length && wanted.every(type => value.includes(type));
};

const subjectGroup: IsDefault = (value, { kind }) => value === (kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io');

/**
 * By the last one, two or three names of a field. Source: the defaulting functions of k8s.io/kubernetes 1.37
 * (pkg/apis/<group>/<version>/defaults.go) and, for `false`, `0` and '', fields without a pointer, which the API server drops.
 */
const defaults: Readonly<Record<string, IsDefault>> = {
  // Pods
  terminationGracePeriodSeconds: is(30),
  dnsPolicy: is('ClusterFirst'),
  'spec/restartPolicy': is('Always'),
  schedulerName: is('default-scheduler'),
  serviceAccountName: is('default', ''),
  serviceAccount: (value, { serviceAccountName = 'default' }) => value === serviceAccountName || value === '',
  enableServiceLinks: is(true),
  preemptionPolicy: is('PreemptLowerPriority'),
  'spec/priority': is(0),
  hostNetwork: is(false),
  hostPID: is(false),
  hostIPC: is(false),
  shareProcessNamespace: is(false),
  // Containers
  imagePullPolicy: pullPolicy,
  terminationMessagePath: is('/dev/termination-log'),
  terminationMessagePolicy: is('File'),
  stdin: is(false),
  stdinOnce: is(false),
  tty: is(false),
  'ports/protocol': is('TCP'),
  'ports/hostPort': is(0),
  'env/value': is(''),
  'fieldRef/apiVersion': is('v1'),
  'resourceFieldRef/divisor': is('0', 0),
  'securityContext/privileged': is(false),
  'securityContext/allowPrivilegeEscalation': is(true),
  'securityContext/readOnlyRootFilesystem': is(false),
  'securityContext/procMount': is('Default'),
  initialDelaySeconds: is(0),
  timeoutSeconds: is(1),
  periodSeconds: is(10),
  successThreshold: is(1),
  failureThreshold: is(3),
  'httpGet/scheme': is('HTTP'),
  'httpGet/path': is('/'),
  'grpc/service': is(''),
  // Volumes
  'secret/defaultMode': is(420),
  'configMap/defaultMode': is(420),
  'downwardAPI/defaultMode': is(420),
  'projected/defaultMode': is(420),
  'hostPath/type': is(''),
  'serviceAccountToken/expirationSeconds': is(3600),
  optional: is(false),
  readOnly: is(false),
  mountPropagation: is('None'),
  recursiveReadOnly: is('Disabled'),
  // Workloads
  'spec/replicas': is(1),
  revisionHistoryLimit: is(10),
  progressDeadlineSeconds: is(600),
  minReadySeconds: is(0),
  paused: is(false),
  suspend: is(false),
  'strategy/type': is('RollingUpdate'),
  'strategy/rollingUpdate/maxSurge': is('25%'),
  'strategy/rollingUpdate/maxUnavailable': is('25%'),
  'updateStrategy/type': is('RollingUpdate'),
  'updateStrategy/rollingUpdate/maxSurge': is(0),
  'updateStrategy/rollingUpdate/maxUnavailable': is(1),
  'updateStrategy/rollingUpdate/partition': is(0),
  podManagementPolicy: is('OrderedReady'),
  whenDeleted: is('Retain'),
  whenScaled: is('Retain'),
  backoffLimit: is(6),
  completions: is(1),
  parallelism: is(1),
  completionMode: is('NonIndexed'),
  podReplacementPolicy: is('TerminatingOrFailed'),
  manualSelector: is(false),
  concurrencyPolicy: is('Allow'),
  successfulJobsHistoryLimit: is(3),
  failedJobsHistoryLimit: is(1),
  minReplicas: is(1),
  // Services: what the server chooses where nobody did
  'spec/type': is('ClusterIP'),
  sessionAffinity: is('None'),
  internalTrafficPolicy: is('Cluster'),
  externalTrafficPolicy: is('Cluster'),
  ipFamilyPolicy: is('SingleStack'),
  ipFamilies: is(['IPv4'], ['IPv6']),
  clusterIP: value => value !== 'None',
  // Follows clusterIP, which is compared itself.
  clusterIPs: anything,
  nodePort: anything,
  healthCheckNodePort: anything,
  allocateLoadBalancerNodePorts: is(true),
  publishNotReadyAddresses: is(false),
  'ports/targetPort': (value, { port }) => value === port,
  policyTypes,
  // Access
  'subjects/apiGroup': subjectGroup,
  'roleRef/apiGroup': is('rbac.authorization.k8s.io'),
  // Storage
  volumeMode: is('Filesystem'),
  'volumeClaimTemplates/kind': is('PersistentVolumeClaim'),
  'volumeClaimTemplates/apiVersion': is('v1'),
  'spec/volumeName': anything,
  reclaimPolicy: is('Delete'),
  volumeBindingMode: is('Immediate'),
  persistentVolumeReclaimPolicy: is('Retain'),
  // Admission and the rest
  failurePolicy: is('Fail'),
  matchPolicy: is('Equivalent'),
  'webhooks/timeoutSeconds': is(10),
  reinvocationPolicy: is('Never'),
  'rules/scope': is('*'),
  'clientConfig/service/port': is(443),
  'service/port': is(443),
  'conversion/strategy': is('None'),
  'names/listKind': (value, { kind }) => typeof kind === 'string' && value === `${kind}List`,
  'names/singular': (value, { kind }) => typeof kind === 'string' && value === kind.toLowerCase(),
  globalDefault: is(false),
  immutable: is(false),
  'labels/kubernetes.io/metadata.name': anything,
  'metadata/finalizers': value =>
    isJsonArray(value) && value.every(name => typeof name === 'string' && name.startsWith('kubernetes.io/')),
  'spec/finalizers': is(['kubernetes']),
  type: is('Opaque'),
};

/** Objects that say nothing when they are empty; for others (`emptyDir`, `podSelector`) to be there is to say something. */
const emptySaysNothing = new Set([
  'labels',
  'annotations',
  'securityContext',
  'resources',
  'limits',
  'requests',
  'nodeSelector',
  'affinity',
  'strategy',
  'updateStrategy',
  'rollingUpdate',
  'metadata',
  'data',
  'binaryData',
  'stringData',
  'status',
  'template',
  'conversion',
  'loadBalancer',
]);

/** Objects that are compared field by field where one side has none: what stands in them says something, they do not. */
const transparent = new Set([...emptySaysNothing, 'selector', 'matchLabels']);

export const isTransparent = (value: JsonValue, names: readonly string[]): value is JsonObject =>
  isJsonObject(value) && Object.keys(value).length > 0 && transparent.has(names.at(-1) ?? '');

/** Of webhooks and policies alone: an empty selector there matches all, as none does. */
const matchesAllWhenEmpty = (names: readonly string[]): boolean =>
  /^(?:namespaceSelector|objectSelector)$/.test(names.at(-1) ?? '') &&
  /^(?:webhooks|matchConstraints|matchResources)$/.test(names.at(-2) ?? '');

const ruleFor = (names: readonly string[]): IsDefault | undefined => {
  for (const length of [3, 2, 1]) {
    if (names.length < length) continue;
    const key = names.slice(-length).join('/');
    // A name alone at the top of an object is another field than the same name deep inside.
    if (length === 1 && key === 'type' && names.length > 1) return undefined;
    if (Object.hasOwn(defaults, key)) return defaults[key];
  }
  return undefined;
};

/** Whether a value that one side alone has is what the other side's silence means. `names` lead to it, `beside` holds it. */
export const isDefault = (value: JsonValue, names: readonly string[], beside: JsonObject): boolean => {
  if (value === null) return true;
  if (isJsonArray(value) && value.length === 0) return true;
  if (ruleFor(names)?.(value, beside) === true) return true;
  if (!isJsonObject(value)) return false;
  const keys = Object.keys(value);
  const last = names.at(-1) ?? '';
  if (keys.length === 0) return emptySaysNothing.has(last) || matchesAllWhenEmpty(names);
  return keys.every(key => isDefault(value[key] ?? null, [...names, key], value));
};
