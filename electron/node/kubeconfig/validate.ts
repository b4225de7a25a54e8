import type { ProblemCode } from '#contract/problem';
import type { ClusterEntry, ContextDefinition, Kubeconfig, UserEntry } from './entries.ts';
import type { FileProbe } from './file-probe.ts';
import { hasScheme, parseServerUrl } from './server-url.ts';

/** Something wrong with one context. `blocks`: nothing can be connected with it, as kubectl too would refuse. */
export interface ContextFault {
  readonly text: string;
  readonly code: Extract<ProblemCode, 'context-broken' | 'credentials-unreadable'>;
  readonly blocks: boolean;
  readonly file: string | null;
  readonly line: number | null;
}

/** Fills in where the fault stands. */
class Faults {
  readonly found: ContextFault[] = [];

  broken(text: string, at: Place): void {
    this.found.push({ text, code: 'context-broken', blocks: true, file: at.file, line: at.line });
  }

  unreadable(text: string, at: Place): void {
    this.found.push({ text, code: 'credentials-unreadable', blocks: true, file: at.file, line: at.line });
  }

  note(text: string, at: Place): void {
    this.found.push({ text, code: 'context-broken', blocks: false, file: at.file, line: at.line });
  }
}

interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

/**
 * Everything that is wrong with a context, one sentence each: kubectl's own validation (both a file and its data given,
 * two ways to log in, a missing key …), and what kubectl would only tell on connecting.
 */
export async function faultsOf(
  name: string,
  context: ContextDefinition,
  config: Kubeconfig,
  probe: FileProbe,
): Promise<readonly ContextFault[]> {
  const faults = new Faults();
  if (name === '') faults.broken('the context has no name', context);
  for (const text of context.faults) faults.broken(text, context);
  const cluster = config.clusters.get(context.cluster);
  const user = config.users.get(context.user);
  if (context.cluster === '') faults.broken('the context names no cluster', context);
  else if (cluster === undefined) faults.broken(`the cluster “${context.cluster}” is not defined`, context);
  else await clusterFaults(context.cluster, cluster, faults, probe);
  if (context.user !== '' && user === undefined) faults.broken(`the user “${context.user}” is not defined`, context);
  if (user !== undefined) await userFaults(context.user, user, faults, probe);
  if (context.namespace !== '' && !/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(context.namespace))
    faults.note(`the namespace “${context.namespace}” is not a valid name`, context);
  return faults.found;
}

async function clusterFaults(name: string, cluster: ClusterEntry, faults: Faults, probe: FileProbe): Promise<void> {
  for (const text of cluster.faults) faults.broken(text, cluster);
  const url = parseServerUrl(cluster.server);
  if (!url.ok) faults.broken(`${url.error} (cluster “${name}”)`, cluster);
  if (url.ok && !hasScheme(cluster.server))
    faults.note(
      `the server of cluster “${name}” has no scheme, so kubectl asks it over plain http without credentials; put https:// before it`,
      cluster,
    );
  if (cluster.proxyUrl !== '' && !isProxyUrl(cluster.proxyUrl))
    faults.broken(`the proxy-url of cluster “${name}” must be a URL with http, https or socks5`, cluster);
  if (cluster.caFile !== '' && cluster.caData !== null)
    faults.broken(
      `the cluster “${name}” has both certificate-authority and certificate-authority-data; kubectl refuses that`,
      cluster,
    );
  const tls = url.ok && url.value.protocol === 'https:';
  if (tls && cluster.insecure && (cluster.caFile !== '' || cluster.caData !== null))
    faults.broken(
      `the cluster “${name}” has both a certificate authority and insecure-skip-tls-verify; kubectl refuses that`,
      cluster,
    );
  await fileFault('certificate-authority', cluster.caFile, cluster, faults, probe);
}

export const isProxyUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return ['http:', 'https:', 'socks5:'].includes(protocol) && hostname !== '';
};

async function userFaults(name: string, user: UserEntry, faults: Faults, probe: FileProbe): Promise<void> {
  for (const text of user.faults) faults.broken(text, user);
  const withBasic = user.username !== '' || user.password !== '';
  if (user.token !== '' && withBasic)
    faults.broken(`the user “${name}” has both a token and a user name with password; only one is allowed`, user);
  if ((user.asUid !== '' || user.asGroups.length > 0 || user.asUserExtra.size > 0) && user.as === '')
    faults.broken(`the user “${name}” impersonates groups, a uid or extras without a user (as)`, user);
  await certificateFaults(name, user, faults, probe);
  await fileFault('tokenFile', user.token === '' ? user.tokenFile : '', user, faults, probe);
  execFaults(name, user, faults);
  const provider = user.authProvider;
  if (provider !== null && provider.name !== 'oidc')
    faults.broken(
      `the user “${name}” logs in through the auth-provider “${provider.name}”, which kubectl dropped; use an exec plugin`,
      user,
    );
  if (provider?.name === 'oidc' && (provider.config.get('idp-issuer-url') ?? '') === '')
    faults.broken(`the auth-provider of user “${name}” lacks idp-issuer-url`, user);
  if (provider?.name === 'oidc' && (provider.config.get('client-id') ?? '') === '')
    faults.broken(`the auth-provider of user “${name}” lacks client-id`, user);
}

async function certificateFaults(name: string, user: UserEntry, faults: Faults, probe: FileProbe): Promise<void> {
  if (user.certFile === '' && user.certData === null) return;
  if (user.certFile !== '' && user.certData !== null)
    faults.broken(`the user “${name}” has both client-certificate and client-certificate-data; kubectl refuses that`, user);
  if (user.keyFile !== '' && user.keyData !== null)
    faults.broken(`the user “${name}” has both client-key and client-key-data; kubectl refuses that`, user);
  if (user.keyFile === '' && user.keyData === null)
    faults.broken(`the user “${name}” has a client certificate without a key`, user);
  await fileFault('client-certificate', user.certFile, user, faults, probe);
  await fileFault('client-key', user.keyFile, user, faults, probe);
}

function execFaults(name: string, user: UserEntry, faults: Faults): void {
  const exec = user.exec;
  if (exec === null) return;
  if (user.authProvider !== null) faults.broken(`the user “${name}” has both an exec plugin and an auth-provider`, user);
  if (exec.command === '') faults.broken(`the exec plugin of user “${name}” names no command`, user);
  if (!['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'].includes(exec.apiVersion))
    faults.broken(`the exec plugin of user “${name}” asks for apiVersion “${exec.apiVersion}”; v1 and v1beta1 are known`, user);
  if (!['Never', 'IfAvailable', 'Always'].includes(exec.interactiveMode))
    faults.broken(`the exec plugin of user “${name}” needs interactiveMode Never, IfAvailable or Always`, user);
  if (exec.env.some(variable => variable.name === ''))
    faults.broken(`the exec plugin of user “${name}” has an environment variable without a name`, user);
}

async function fileFault(field: string, path: string, at: Place, faults: Faults, probe: FileProbe): Promise<void> {
  if (path === '') return;
  const reason = await probe.reason(path);
  if (reason !== null) faults.unreadable(`${field} ${path} cannot be read: ${reason}`, at);
}
