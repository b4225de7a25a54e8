import { isJsonObject, type JsonObject, type JsonValue } from '#contract/json';
import { fail, ok, type Result } from '#contract/result';
import type { ClusterEntry } from '../kubeconfig/entries.ts';
import type { Credential } from './credential.ts';

/** What a plugin printed, understood: the credential and until when it holds (milliseconds since the epoch; null: until refused). */
export interface ExecCredential {
  readonly credential: Credential;
  readonly expires: number | null;
}

/** `KUBERNETES_EXEC_INFO`: an ExecCredential whose spec tells the plugin about the cluster and whether a person can answer. */
export function execInfo(apiVersion: string, interactive: boolean, cluster: ExecCluster | null): string {
  const spec: JsonObject = { ...(cluster === null ? {} : { cluster: clusterSpec(cluster) }), interactive };
  return JSON.stringify({ kind: 'ExecCredential', apiVersion, spec });
}

/** What `provideClusterInfo` gives away: the cluster as we reach it, its CA inline. */
export interface ExecCluster {
  readonly entry: ClusterEntry;
  readonly server: string;
  readonly ca: Uint8Array | null;
}

function clusterSpec({ entry, server, ca }: ExecCluster): JsonObject {
  return {
    server,
    ...(entry.tlsServerName === '' ? {} : { 'tls-server-name': entry.tlsServerName }),
    ...(entry.insecure ? { 'insecure-skip-tls-verify': true } : {}),
    ...(ca === null ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
    ...(entry.proxyUrl === '' ? {} : { 'proxy-url': entry.proxyUrl }),
    ...(entry.disableCompression ? { 'disable-compression': true } : {}),
    config: entry.execConfig ?? null,
  };
}

/** The plugin's standard output. The error is a reason for a sentence, and never quotes the output: it may hold a token. */
export function parseExecCredential(stdout: string, apiVersion: string): Result<ExecCredential, string> {
  const value = parseJson(stdout);
  if (!isJsonObject(value)) return fail('it printed no JSON object');
  if (value['kind'] !== 'ExecCredential') return fail('what it printed is no ExecCredential');
  if (value['apiVersion'] !== apiVersion) return fail(`it printed another apiVersion than the ${apiVersion} that was asked for`);
  const status = value['status'];
  if (!isJsonObject(status)) return fail('it printed no status');
  const token = text(status, 'token');
  const cert = text(status, 'clientCertificateData');
  const key = text(status, 'clientKeyData');
  if (token === '' && cert === '' && key === '') return fail('it gave neither a token nor a certificate');
  if ((cert === '') !== (key === '')) return fail('it gave only one of certificate and key');
  if (/[\r\n\0]/.test(token)) return fail('its token holds a line break');
  const expires = expiry(status['expirationTimestamp']);
  if (!expires.ok) return expires;
  return ok({
    credential: { authorization: token === '' ? null : `Bearer ${token}`, certificate: cert === '' ? null : { cert, key } },
    expires: expires.value,
  });
}

function parseJson(textValue: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(textValue);
    return value as JsonValue;
  } catch {
    return undefined;
  }
}

const text = (object: JsonObject, field: string): string => {
  const value = object[field];
  return typeof value === 'string' ? value : '';
};

function expiry(value: JsonValue | undefined): Result<number | null, string> {
  if (value === undefined || value === null || value === '') return ok(null);
  const parsed = typeof value === 'string' && /^\d{4}-\d\d-\d\d[Tt]/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? fail('its expirationTimestamp is no time') : ok(parsed);
}
