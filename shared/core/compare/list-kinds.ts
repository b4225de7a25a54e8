/**
 * What the order of a list means. keyed: a map by these fields, order means nothing. set: neither. sequence: order counts.
 * `ordered` beside keys: named by them, and their order counts too (init containers run one after another).
 */
export type ListKind =
  | { readonly is: 'keyed'; readonly keys: readonly (readonly string[])[]; readonly ordered?: boolean }
  | { readonly is: 'set' }
  | { readonly is: 'sequence' };

const set: ListKind = { is: 'set' };
const sequence: ListKind = { is: 'sequence' };
const keyed = (...keys: readonly (readonly string[])[]): ListKind => ({ is: 'keyed', keys });
const byName = keyed(['name']);

const listOf = (kind: ListKind, names: string): readonly (readonly [string, ListKind])[] =>
  names.split(' ').map(name => [name, kind] as const);

/** Lists that Kubernetes merges or reads in this way wherever they stand, custom resources that embed pods included. */
const everywhere: ReadonlyMap<string, ListKind> = new Map([
  ...listOf(byName, 'containers ephemeralContainers env volumes imagePullSecrets sysctls readinessGates'),
  ['initContainers', { is: 'keyed', keys: [['name']], ordered: true }],
  ['volumeMounts', keyed(['mountPath'])],
  ['volumeDevices', keyed(['devicePath'])],
  ['ports', keyed(['containerPort', 'protocol'], ['port', 'protocol'], ['name'])],
  ['ownerReferences', keyed(['kind', 'name'])],
  ['conditions', keyed(['type'])],
  ['hostAliases', keyed(['ip'])],
  ['items', keyed(['key'])],
  ['schedulingGates', byName],
  ...listOf(set, 'tolerations accessModes matchExpressions finalizers add drop supplementalGroups'),
]);

const builtin: ReadonlyMap<string, ListKind> = new Map([
  ...everywhere,
  ...listOf(byName, 'secrets webhooks matchConditions additionalPrinterColumns drivers versions'),
  ['taints', keyed(['key', 'effect'])],
  ['subjects', keyed(['kind', 'namespace', 'name'])],
  ['topologySpreadConstraints', keyed(['topologyKey', 'whenUnsatisfiable'])],
  ['limits', keyed(['type'])],
  ['resizePolicy', keyed(['resourceName'])],
  ['paths', keyed(['path', 'pathType'])],
  ['resourceClaims', byName],
  ...listOf(
    set,
    `verbs resources apiGroups resourceNames nonResourceURLs operations apiVersions hosts values nodeSelectorTerms rules
     ingress egress from to except policyTypes loadBalancerSourceRanges externalIPs mountOptions validations tls groups
     namespaces requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution shortNames
     categories podCIDRs allowedTopologies endpoints subsets addresses notReadyAddresses clusterRoleSelectors metrics sources
     resourceRules excludeResourceRules paramKinds usages scopes scopeSelector matchFields auditAnnotations
     allowedUnsafeSysctls matchLabelKeys mismatchLabelKeys`.replaceAll(/\s+/gu, ' '),
  ),
]);

/** By the field that holds the list. Custom resources keep their order but where the field is one of Kubernetes' own. */
export const listKind = (field: string, isBuiltin: boolean): ListKind =>
  (isBuiltin ? builtin : everywhere).get(field) ?? (isBuiltin ? sequence : ({ ...byName, ordered: true } as ListKind));
