import { tableAccept } from '#core/collect/list-path';
import type { TestCluster } from '#test/cluster/cluster';

export interface ListRequest {
  /** First page: path and query without `continue`. */
  readonly path: string;
  readonly accept: string;
}

/**
 * The lists that a scan asked for, by the server's own audit log: whatever Plumbline comes to read, the bare loop reads the
 * same. The log does not hold the Accept header; Secrets alone are asked for in another form.
 */
export async function listRequestsOf(cluster: TestCluster): Promise<readonly ListRequest[]> {
  const paths = new Set<string>();
  for (const event of await cluster.auditLines()) {
    const isList = event.verb === 'list' && event.userAgent?.startsWith('plumbline/') === true;
    if (isList && event.responseStatus?.code === 200 && !event.requestURI.includes('continue=')) paths.add(event.requestURI);
  }
  return [...paths].map(path => ({ path, accept: path.startsWith('/api/v1/secrets?') ? tableAccept : 'application/json' }));
}
