import { KubeConfig } from '@kubernetes/client-node';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, temporaryFolder } from '#test/transport/server';
import { loadSources } from './sources.ts';

/**
 * The official client as a second reader of one file with one context. It is not used outside of this test: what it does
 * otherwise than kubectl (a missing or repeated entry, tokenFile, groups, a CA without a user, data beside a file) is more
 * than what it would save, and it costs 90 MB to load.
 */
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => folder.remove());

let made = 0;

async function check(cluster: Record<string, unknown>, user: Record<string, unknown>): Promise<void> {
  made += 1;
  const file = join(folder.path, `config-${made}`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', namespace: 'shop' } }],
    clusters: [{ name: 'k', cluster: { server: 'https://a:6443', ...cluster } }],
    users: [{ name: 'u', user }],
  };
  await writeFile(file, JSON.stringify(config));
  const theirs = new KubeConfig();
  theirs.loadFromFile(file);
  const ours = (await loadSources({ flag: file, env: {}, home: '/nowhere' })).config(file);
  const [ourCluster, ourUser] = [ours?.clusters.get('k'), ours?.users.get('u')];
  const [theirCluster, theirUser] = [theirs.getCurrentCluster(), theirs.getCurrentUser()];
  const bytes = (value: Uint8Array | null | undefined): string => (value == null ? '' : Buffer.from(value).toString('base64'));
  expect({
    server: ourCluster?.server,
    ca: [ourCluster?.caFile, bytes(ourCluster?.caData)],
    insecure: ourCluster?.insecure,
    names: [ourCluster?.tlsServerName, ourCluster?.proxyUrl, ours?.contexts.get('c')?.namespace, ours?.currentContext],
    certificate: [ourUser?.certFile, bytes(ourUser?.certData), ourUser?.keyFile, bytes(ourUser?.keyData)],
    login: [ourUser?.token, ourUser?.username, ourUser?.password, ourUser?.as],
  }).toEqual({
    server: theirCluster?.server,
    ca: [theirCluster?.caFile ?? '', theirCluster?.caData ?? ''],
    insecure: theirCluster?.skipTLSVerify,
    names: [
      theirCluster?.tlsServerName ?? '',
      theirCluster?.proxyUrl ?? '',
      theirs.getContextObject('c')?.namespace,
      theirs.getCurrentContext(),
    ],
    certificate: [theirUser?.certFile ?? '', theirUser?.certData ?? '', theirUser?.keyFile ?? '', theirUser?.keyData ?? ''],
    login: [theirUser?.token ?? '', theirUser?.username ?? '', theirUser?.password ?? '', theirUser?.impersonateUser ?? ''],
  });
}

describe('one context, as the official client reads it', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a token', {}, { token: 't' }],
    [
      'certificate data',
      { 'certificate-authority-data': base64('ca') },
      { 'client-certificate-data': base64('c'), 'client-key-data': base64('k') },
    ],
    ['relative files', { 'certificate-authority': 'pki/ca.crt' }, { 'client-certificate': 'c.crt', 'client-key': '../c.key' }],
    ['basic, impersonating', { 'insecure-skip-tls-verify': true }, { username: 'u', password: 'p', as: 'jane' }],
    ['names', { 'tls-server-name': 'n', 'proxy-url': 'http://p:1' }, {}],
  ])('%s', (_name, cluster, user) => check(cluster, user));
});
