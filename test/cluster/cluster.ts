import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAudit, type AuditEvent } from './audit.ts';
import type { Certified } from './certificates.ts';
import { rawClient, type ApiAnswer, type ApiOptions, type Method, type RawClient } from './client.ts';
import { run, type CommandOutcome } from './command.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { personaNames, type PersonaName } from './personas.ts';

/** What another process needs to use a running cluster: plain JSON. */
export interface ClusterState {
  readonly version: string;
  /** Temporary; holds certificates, logs and the audit log. Gone after stop(). */
  readonly dir: string;
  readonly url: string;
  /** Signs the server's and the clients' certificates, and whatever else a test wants signed. */
  readonly authority: Certified;
  readonly certificates: Readonly<Record<PersonaName, Certified>>;
  readonly tokens: Readonly<Record<PersonaName, string>>;
  readonly kubectlPath: string;
}

export interface KubeconfigOptions {
  /** Another address in front of the API server, for example a fault proxy. */
  readonly server?: string;
  readonly caPem?: string;
  readonly namespace?: string;
  /** With a bearer token instead of the client certificate. */
  readonly withToken?: boolean;
}

/** A running API server with its personas. */
export interface TestCluster extends ClusterState {
  readonly caPem: string;
  readonly kubeconfig: (persona: PersonaName, options?: KubeconfigOptions) => string;
  /** Writes it into the cluster's folder and returns the path. */
  readonly writeKubeconfig: (persona: PersonaName, options?: KubeconfigOptions) => Promise<string>;
  /** Everything asked since the start, in order. */
  readonly auditLines: () => Promise<readonly AuditEvent[]>;
  /** The real kubectl of the same version, as admin. */
  readonly kubectl: (args: readonly string[], stdin?: string) => Promise<CommandOutcome>;
  /** One request as admin, JSON in and out. */
  readonly api: (method: Method, path: string, body?: unknown, options?: ApiOptions) => Promise<ApiAnswer>;
  readonly apiAs: (
    persona: PersonaName,
    method: Method,
    path: string,
    body?: unknown,
    options?: ApiOptions,
  ) => Promise<ApiAnswer>;
  /** Ends the servers and removes the folder; on a cluster that is shared, only this user's connections. */
  readonly stop: () => Promise<void>;
}

export function connectCluster(state: ClusterState, stopServers: () => Promise<void> = async () => undefined): TestCluster {
  const caPem = state.authority.cert;
  const clients = new Map<PersonaName, RawClient>();
  const clientOf = (persona: PersonaName): RawClient => {
    const client = clients.get(persona) ?? rawClient(state.url, { caPem, certificate: state.certificates[persona] });
    clients.set(persona, client);
    return client;
  };
  const kubeconfig = (persona: PersonaName, options: KubeconfigOptions = {}): string =>
    kubeconfigText({
      name: persona,
      server: options.server ?? state.url,
      caPem: options.caPem ?? caPem,
      namespace: options.namespace,
      ...(options.withToken === true ? { token: state.tokens[persona] } : { certificate: state.certificates[persona] }),
    });
  let files = 0;
  const writeKubeconfig = async (persona: PersonaName, options: KubeconfigOptions = {}): Promise<string> => {
    files += 1;
    const file = join(state.dir, `${persona}-${String(process.pid)}-${String(files)}.kubeconfig`);
    await writeFile(file, kubeconfig(persona, options), { mode: 0o600 });
    return file;
  };
  return {
    ...state,
    caPem,
    kubeconfig,
    writeKubeconfig,
    auditLines: () => readAudit(join(state.dir, 'audit.log')),
    kubectl: async (args, stdin) => {
      const env = { PATH: process.env['PATH'], HOME: state.dir, KUBECONFIG: join(state.dir, 'admin.kubeconfig') };
      return run(state.kubectlPath, args, { env, ...(stdin === undefined ? {} : { stdin }) });
    },
    api: (method, path, body, options) => clientOf('admin').request(method, path, body, options),
    apiAs: (persona, method, path, body, options) => clientOf(persona).request(method, path, body, options),
    stop: async () => {
      await Promise.all([...clients.values()].map(client => client.close()));
      await stopServers();
    },
  };
}

export function forEachPersona<T>(make: (persona: PersonaName) => T): Readonly<Record<PersonaName, T>> {
  const [admin, developer, auditor, nobody] = personaNames;
  return { admin: make(admin), developer: make(developer), auditor: make(auditor), nobody: make(nobody) };
}
