import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { JsonObject, JsonValue } from '#contract/json';
import type { ClusterEntry, ContextDefinition, UserEntry } from '#node/kubeconfig/entries';

type Fields = Record<string, JsonValue>;

const base64 = (bytes: Uint8Array | null): string => (bytes === null ? '' : Buffer.from(bytes).toString('base64'));

/** Leaves out what is empty, as kubectl prints it. */
function present(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== '' && value !== false && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Our entries in the words of `kubectl config view --raw`, with absolute paths. */
export const clusterFields = (entry: ClusterEntry): Fields =>
  present({
    server: entry.server,
    'certificate-authority': entry.caFile,
    'certificate-authority-data': base64(entry.caData),
    'insecure-skip-tls-verify': entry.insecure,
    'tls-server-name': entry.tlsServerName,
    'proxy-url': entry.proxyUrl,
    'disable-compression': entry.disableCompression,
    'exec-config': entry.execConfig ?? null,
  });

export const userFields = (entry: UserEntry): Fields =>
  present({
    'client-certificate': entry.certFile,
    'client-certificate-data': base64(entry.certData),
    'client-key': entry.keyFile,
    'client-key-data': base64(entry.keyData),
    token: entry.token,
    tokenFile: entry.tokenFile,
    username: entry.username,
    password: entry.password,
    as: entry.as,
    'as-uid': entry.asUid,
    'as-groups': [...entry.asGroups],
    'as-user-extra':
      entry.asUserExtra.size === 0 ? null : Object.fromEntries([...entry.asUserExtra].map(([key, values]) => [key, [...values]])),
    'auth-provider':
      entry.authProvider === null
        ? null
        : { name: entry.authProvider.name, config: Object.fromEntries(entry.authProvider.config) },
    exec:
      entry.exec === null
        ? null
        : present({
            command: entry.exec.command,
            apiVersion: entry.exec.apiVersion,
            args: [...entry.exec.args],
            env: entry.exec.env.map(({ name, value }) => ({ name, value })),
            installHint: entry.exec.installHint,
            interactiveMode: entry.exec.interactiveMode,
            provideClusterInfo: entry.exec.provideClusterInfo,
          }),
  });

export const contextFields = (entry: ContextDefinition): Fields =>
  present({ cluster: entry.cluster, user: entry.user, namespace: entry.namespace });

const pathFields = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'] as const;

/** kubectl's fields with the paths that `config view` leaves relative made absolute from `file`, in the same order of words as ours. */
export function kubectlFields(fields: JsonObject, file: string | null): Fields {
  const copy: Fields = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined && key !== 'extensions') copy[key] = value;
  for (const field of pathFields) copy[field] = absolute(copy[field] ?? '', file);
  const exec = copy['exec'];
  if (typeof exec === 'object' && exec !== null && !Array.isArray(exec)) copy['exec'] = execFields(exec as JsonObject, file);
  const provider = copy['auth-provider'];
  if (typeof provider === 'object' && provider !== null && !Array.isArray(provider))
    copy['auth-provider'] = { ...(provider as JsonObject), config: (provider as JsonObject)['config'] ?? {} };
  const extra = copy['as-user-extra'];
  if (typeof extra === 'object' && extra !== null && !Array.isArray(extra))
    copy['as-user-extra'] = Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, values ?? []]));
  copy['exec-config'] = execConfig(fields['extensions']);
  return present(copy);
}

function execFields(exec: JsonObject, file: string | null): Fields {
  const fields: Fields = {};
  for (const [key, value] of Object.entries(exec)) if (value !== undefined) fields[key] = value;
  const command = fields['command'];
  if (typeof command === 'string' && command.includes('/')) fields['command'] = absolute(command, file);
  return present(fields);
}

function execConfig(extensions: JsonValue | undefined): JsonValue {
  if (!Array.isArray(extensions)) return null;
  const [first] = extensions as readonly JsonObject[];
  return first?.['extension'] ?? null;
}

const absolute = (path: JsonValue, file: string | null): string =>
  typeof path !== 'string' || path === '' ? '' : isAbsolute(path) || file === null ? path : join(resolve(dirname(file)), path);
