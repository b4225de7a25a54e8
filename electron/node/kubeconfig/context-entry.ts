import { createHash } from 'node:crypto';
import type { ContextEntry } from '#contract/context';
import type { ClusterEntry, ContextDefinition, Kubeconfig, UserEntry } from './entries.ts';
import type { FileProbe } from './file-probe.ts';
import type { ContextFault } from './validate.ts';

type AuthKind = NonNullable<ContextEntry['user']>['auth'][number];

/** A context as lists show it: never a credential, and no password of a proxy. */
export async function contextEntry(
  source: string,
  name: string,
  context: ContextDefinition,
  config: Kubeconfig,
  faults: readonly ContextFault[],
  probe: FileProbe,
): Promise<ContextEntry> {
  const cluster = config.clusters.get(context.cluster);
  const user = config.users.get(context.user);
  return {
    source,
    name,
    current: name !== '' && name === config.currentContext,
    namespace: context.namespace === '' ? null : context.namespace,
    cluster: cluster === undefined ? null : await clusterView(context.cluster, cluster, probe),
    user: user === undefined ? null : { name: context.user, auth: authKinds(user) },
    problems: faults.map(fault => fault.text),
  };
}

async function clusterView(name: string, cluster: ClusterEntry, probe: FileProbe): Promise<NonNullable<ContextEntry['cluster']>> {
  return {
    name,
    server: withoutCredentials(cluster.server),
    ca: await caDigest(cluster, probe),
    insecure: cluster.insecure,
    proxyUrl: cluster.proxyUrl === '' ? null : withoutCredentials(cluster.proxyUrl),
    tlsServerName: cluster.tlsServerName === '' ? null : cluster.tlsServerName,
  };
}

async function caDigest(cluster: ClusterEntry, probe: FileProbe): Promise<string | null> {
  if (cluster.caData !== null) return createHash('sha256').update(cluster.caData).digest('hex');
  return cluster.caFile === '' ? null : probe.sha256(cluster.caFile);
}

/** `https://user:pass@host` shown as `https://***@host`; all else unchanged, also what is no URL. */
export const withoutCredentials = (url: string): string => url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1***@');

export const authKinds = (user: UserEntry): AuthKind[] => {
  const kinds: readonly (readonly [AuthKind, boolean])[] = [
    ['clientCertificate', user.certData !== null || user.certFile !== ''],
    ['token', user.token !== ''],
    ['tokenFile', user.tokenFile !== ''],
    ['basic', user.username !== '' || user.password !== ''],
    ['exec', user.exec !== null],
    ['authProvider', user.authProvider !== null],
    ['impersonate', user.as !== '' || user.asUid !== '' || user.asGroups.length > 0 || user.asUserExtra.size > 0],
  ];
  return kinds.flatMap(([kind, present]) => (present ? [kind] : []));
};
