import type { CaptureOptions, PlannedRequest } from '#contract/capture';
import { captureDefaults } from '#contract/capture';
import type { ResourceType } from '#contract/kube';
import { builtinResources } from '#kube/builtin-resources';
import { discoveryAccept } from './discovery.ts';
import { acceptOf, groupPath, isTableOnly, listPath, listQuery } from './list-path.ts';
import { namedNamespaces } from './named-namespaces.ts';
import { select } from './selection.ts';

const get = (path: string, accept: string, why: string): PlannedRequest => ({ method: 'GET', path, accept, why });
const post = (path: string, why: string): PlannedRequest => ({ method: 'POST', path, accept: 'application/json', why });

/**
 * What a capture with these options would ask, told without asking anything. `types` is what discovery gave, where there was
 * one; without it custom resources are one line with `{group}`, `{version}`, `{resource}`. Lists go on with `continue` while
 * the server has more.
 */
export const planRequests = (options: CaptureOptions, types?: readonly ResourceType[]): readonly PlannedRequest[] => {
  const { read } = select(types ?? builtinResources, options);
  return [
    ...discoveryRequests(types === undefined),
    ...read.flatMap(type => listRequests(type, options)),
    ...(types === undefined && options.customResources !== false ? customRequests(options) : []),
    ...fallbackRequests(read, options),
    ...kubeletRequests(options),
  ];
};

const discoveryRequests = (plainToo: boolean): readonly PlannedRequest[] => [
  get('/version', 'application/json', 'The version of the API server.'),
  get('/api', discoveryAccept, 'Discovery: which core resources are served.'),
  get('/apis', discoveryAccept, 'Discovery: which other resources are served.'),
  ...(plainToo
    ? ['/api/v1', '/apis/{group}/{version}'].map(path =>
        get(path, 'application/json', 'Only where the server has no aggregated discovery (1.25 and older).'),
      )
    : []),
  post('/apis/authentication.k8s.io/v1/selfsubjectreviews', 'Who the API server takes you for.'),
];

const listRequests = (type: ResourceType, options: CaptureOptions): readonly PlannedRequest[] => {
  const namespaces: readonly (string | null)[] = type.namespaced ? (namedNamespaces(options) ?? [null]) : [null];
  const why = isTableOnly(type)
    ? `${type.kind}: names, types and labels as a Table; values are never asked for.`
    : `${type.kind} objects.`;
  return namespaces.map(namespace => get(withQuery(listPath(type, namespace), type), acceptOf(type), why));
};

const withQuery = (path: string, type: ResourceType): string =>
  `${path}?${Object.entries(listQuery(type, captureDefaults.pageSize, ''))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')}`;

const customRequests = (options: CaptureOptions): readonly PlannedRequest[] => [
  get(
    namedNamespaces(options) === undefined
      ? `/apis/{group}/{version}/{resource}?limit=${String(captureDefaults.pageSize)}`
      : `/apis/{group}/{version}/namespaces/{namespace}/{resource}?limit=${String(captureDefaults.pageSize)}`,
    'application/json',
    `Each custom resource that discovery tells, at most ${String(captureDefaults.customResourceObjects)} objects of each.`,
  ),
];

const whereDenied = 'Only where a list of all namespaces is denied, and your own rules allow it.';

const fallbackRequests = (read: readonly ResourceType[], options: CaptureOptions): readonly PlannedRequest[] => [
  ...(namedNamespaces(options) === undefined
    ? [
        post(
          '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
          'Only where a list of all namespaces is denied: what you may list, by namespace.',
        ),
        ...inOneNamespace(read),
      ]
    : []),
  get(
    '/api/v1/namespaces/{namespace}',
    'application/json',
    'Only where namespaces may not be listed: those that were named, or the context’s.',
  ),
  get(
    '/api/v1/namespaces/kube-system',
    'application/json',
    'Only where namespaces may not be listed: its UID is the cluster’s identity.',
  ),
];

/** One line a form of request: core resources, Secrets as a Table, and the resources of groups. */
const inOneNamespace = (read: readonly ResourceType[]): readonly PlannedRequest[] => [
  get(`/api/v1/namespaces/{namespace}/{resource}?limit=${String(captureDefaults.pageSize)}`, 'application/json', whereDenied),
  ...read
    .filter(isTableOnly)
    .map(type => get(withQuery(`${groupPath(type)}/namespaces/{namespace}/${type.resource}`, type), acceptOf(type), whereDenied)),
  get(
    `/apis/{group}/{version}/namespaces/{namespace}/{resource}?limit=${String(captureDefaults.pageSize)}`,
    'application/json',
    whereDenied,
  ),
];

const kubeletRequests = (options: CaptureOptions): readonly PlannedRequest[] =>
  options.kubeletConfig === false
    ? []
    : [
        post(
          '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
          'Whether you hold `get nodes/proxy` already; it is never asked for.',
        ),
        get(
          '/api/v1/nodes/{node}/proxy/configz',
          'application/json',
          'Only where that right is held: each kubelet’s configuration.',
        ),
      ];
