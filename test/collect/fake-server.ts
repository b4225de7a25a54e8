import type { JsonObject, JsonValue } from '#contract/json';
import type { ResourceType } from '#contract/kube';
import { apiVersionOf, resourceName } from '#contract/kube';
import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { fail, ok } from '#contract/result';
import type { KubeConnection, KubeRequest, KubeResponse } from '#core/ports';
import { textOf } from '#core/collect/json-fields';
import { groupPath } from '#core/collect/list-path';

/** An API server of a test: what it serves, who may list what, and what goes wrong at which request. */
export interface FakeServer {
  readonly types: readonly ResourceType[];
  /** Objects by resource name; namespaced ones with `metadata.namespace`. */
  readonly objects: Readonly<Record<string, readonly JsonObject[]>>;
  readonly mayList?: (resource: string, namespace: string | null) => boolean;
  /** Discovery: aggregated where absent. */
  readonly discovery?: 'aggregated' | 'plain' | 'denied';
  readonly staleGroups?: readonly string[];
  /** Objects a page, whatever was asked for. */
  readonly pageSize?: number;
  /** What happens to a request instead of its answer; undefined: nothing. `attempt` counts from 1 for each path and query. */
  readonly trouble?: (request: KubeRequest, attempt: number) => Partial<KubeResponse> | Problem | undefined;
  readonly review?: (namespace: string) => JsonValue;
  readonly mayProxy?: boolean;
  /** Answers a Secret list in full instead of as a Table. */
  readonly ignoresTable?: boolean;
}

export interface FakeConnection extends KubeConnection {
  readonly requests: readonly KubeRequest[];
}

const answer = (body: JsonValue, status = 200): Result<KubeResponse, Problem> =>
  ok({ status, headers: {}, warnings: [], text: JSON.stringify(body) });

const status = (code: number, message: string, metadata: JsonObject = {}): Result<KubeResponse, Problem> =>
  answer({ kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', message, code }, code);

export const fakeConnection = (server: FakeServer): FakeConnection => {
  const requests: KubeRequest[] = [];
  const attempts = new Map<string, number>();
  return {
    server: 'https://fake.test',
    insecureTls: false,
    requests,
    close: () => Promise.resolve(),
    request: async (request, signal) => {
      await Promise.resolve();
      if (signal?.aborted === true) return fail(problem('cancelled', { what: 'cancelled', why: '' }));
      requests.push(request);
      const key = `${request.path}?${JSON.stringify(request.query ?? {})}`;
      const attempt = (attempts.get(key) ?? 0) + 1;
      attempts.set(key, attempt);
      const trouble = server.trouble?.(request, attempt);
      if (trouble !== undefined)
        return 'code' in trouble ? fail(trouble) : ok({ status: 200, headers: {}, warnings: [], text: '{}', ...trouble });
      return respond(server, request);
    },
  };
};

const respond = (server: FakeServer, request: KubeRequest): Result<KubeResponse, Problem> => {
  const { path } = request;
  if (path === '/version') return answer({ gitVersion: 'v1.37.2' });
  if (path === '/api' || path === '/apis') {
    // Before 1.26 a server knows no aggregated form: without the plain one in the header it refuses.
    if (server.discovery === 'plain' && request.accept?.split(',').includes('application/json') !== true)
      return status(406, 'not acceptable');
    return discovery(server, path);
  }
  if (path.endsWith('/selfsubjectreviews'))
    return answer({ status: { userInfo: { username: 'jane', groups: ['dev', 'ops, all'] } } });
  if (path.endsWith('/selfsubjectaccessreviews')) return answer({ status: { allowed: server.mayProxy === true } });
  if (path.endsWith('/selfsubjectrulesreviews')) {
    const spec = (request.body as JsonObject)['spec'] as JsonObject;
    return answer({ status: server.review?.(textOf(spec['namespace'])) ?? { incomplete: true, resourceRules: [] } });
  }
  if (path.endsWith('/proxy/configz'))
    return answer({ kubeletconfig: { readOnlyPort: 0, staticPodURLHeader: { Authorization: ['hunter2hunter2'] } } });
  const plain = server.types.filter(type => groupPath(type) === path);
  if (plain.length > 0)
    return answer({
      kind: 'APIResourceList',
      resources: [...plain.map(toPlain), { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] }],
    });
  return list(server, request);
};

const toPlain = (type: ResourceType): JsonObject => ({
  name: type.resource,
  kind: type.kind,
  namespaced: type.namespaced,
  verbs: type.verbs,
});

const discovery = (server: FakeServer, path: string): Result<KubeResponse, Problem> => {
  if (server.discovery === 'denied') return status(403, 'forbidden');
  const mine = server.types.filter(type => (type.group === '') === (path === '/api'));
  const groups = [...new Set([...mine.map(type => type.group), ...(path === '/apis' ? (server.staleGroups ?? []) : [])])];
  if (server.discovery === 'plain') {
    if (path === '/api') return answer({ kind: 'APIVersions', versions: ['v1'] });
    return answer({
      kind: 'APIGroupList',
      groups: groups.map(name => {
        const versions = [...new Set(mine.filter(type => type.group === name).map(type => type.version))];
        return { name, versions: versions.map(version => ({ version })), preferredVersion: { version: versions[0] ?? 'v1' } };
      }),
    });
  }
  return answer({
    kind: 'APIGroupDiscoveryList',
    items: groups.map(name => aggregated(mine, name, server.staleGroups?.includes(name) === true)),
  });
};

const aggregated = (types: readonly ResourceType[], group: string, stale: boolean): JsonObject => {
  const mine = types.filter(type => type.group === group);
  const versions = [...new Set(mine.map(type => type.version))];
  if (stale) return { metadata: { name: group }, versions: [{ version: 'v1', freshness: 'Stale' }] };
  return {
    metadata: { name: group },
    versions: versions.map(version => ({
      version,
      resources: mine
        .filter(type => type.version === version)
        .map(type => ({
          resource: type.resource,
          responseKind: { kind: type.kind },
          scope: type.namespaced ? 'Namespaced' : 'Cluster',
          verbs: type.verbs,
          subresources: [{ subresource: 'status' }],
        })),
    })),
  };
};

const list = (server: FakeServer, request: KubeRequest): Result<KubeResponse, Problem> => {
  const parts = request.path.split('/').slice(1);
  const [group, version, rest] = parts[0] === 'api' ? ['', parts[1], parts.slice(2)] : [parts[1], parts[2], parts.slice(3)];
  const inNamespace = rest?.[0] === 'namespaces' && rest.length === 3;
  const namespace = inNamespace ? (rest?.[1] ?? '') : null;
  const resource = (inNamespace ? rest?.[2] : rest?.[0]) ?? '';
  const type = server.types.find(one => one.group === group && one.version === version && one.resource === resource);
  if (type === undefined) return status(404, 'the server could not find the requested resource');
  const name = resourceName(type.group, type.resource);
  if (rest?.length === 2) {
    const found = server.objects[name]?.find(object => (object['metadata'] as JsonObject)['name'] === rest[1]);
    return found === undefined
      ? status(404, 'not found')
      : answer({ apiVersion: apiVersionOf(type.group, type.version), kind: type.kind, ...found });
  }
  if (server.mayList?.(name, namespace) === false) return status(403, `cannot list resource "${resource}"`);
  const all = (server.objects[name] ?? []).filter(
    object => namespace === null || (object['metadata'] as JsonObject)['namespace'] === namespace,
  );
  return page(server, type, all, request);
};

const page = (
  server: FakeServer,
  type: ResourceType,
  all: readonly JsonObject[],
  request: KubeRequest,
): Result<KubeResponse, Problem> => {
  const from = Number(request.query?.['continue'] ?? '0');
  const size = Math.min(server.pageSize ?? 500, Number(request.query?.['limit'] ?? '500'));
  const items = all.slice(from, from + size);
  const left = all.length - from - items.length;
  const metadata = { resourceVersion: '7', ...(left > 0 ? { continue: String(from + size), remainingItemCount: left } : {}) };
  if (type.resource !== 'secrets' || server.ignoresTable === true)
    return answer({ kind: `${type.kind}List`, apiVersion: apiVersionOf(type.group, type.version), metadata, items });
  const rows = items.map(item => ({
    cells: [(item['metadata'] as JsonObject)['name'] ?? '', item['type'] ?? '', 1, '1d'],
    object: { kind: 'PartialObjectMetadata', metadata: item['metadata'] ?? {} },
  }));
  return answer({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: [{ name: 'Name' }, { name: 'Type' }, { name: 'Data' }, { name: 'Age' }],
    rows,
  });
};
