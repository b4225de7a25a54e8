import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64, contextOf, headerValues, json, startServer, temporaryFolder, type TestServer } from '#test/transport/server';
import { connect } from '../transport/connect.ts';
import { idTokenExpiry } from './oidc.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => folder.remove());

const idToken = (expiresIn: number, name = 'x'): string =>
  `e30.${Buffer.from(JSON.stringify({ exp: Math.floor((Date.now() + expiresIn) / 1000), name })).toString('base64url')}.sig`;

interface Given {
  readonly config: Record<string, string>;
  readonly provider?: (seen: TestServer['seen'][number]) => { readonly status: number; readonly body: unknown };
}

/** Asks an API server through a context with `auth-provider: oidc`, five times at once. */
async function check(given: Given, expected: string, refreshes: number): Promise<void> {
  const provider = await startServer({
    answer: (request, response, seen) => {
      if (request.url === '/issuer/.well-known/openid-configuration')
        return json(response, 200, { token_endpoint: `${provider.url}/token` });
      const answer = given.provider?.(seen) ?? { status: 500, body: {} };
      json(response, answer.status, answer.body);
    },
  });
  const server = await startServer({ answer: (_request, response) => json(response, 200, {}) });
  const config = {
    'idp-issuer-url': `${provider.url}/issuer`,
    'idp-certificate-authority-data': base64(provider.authority.cert),
    'client-id': 'kube',
    ...given.config,
  };
  const context = await contextOf(
    {
      cluster: { server: server.url, 'certificate-authority-data': base64(server.authority.cert) },
      user: { 'auth-provider': { name: 'oidc', config } },
    },
    folder.path,
  );
  const connection = await connect(context, { requestTimeout: 5_000, env: {}, trustExec: false, redact: text => text });
  if (!connection.ok) throw new Error(connection.error.what);
  const results = await Promise.all(
    Array.from({ length: 5 }, () => connection.value.request({ method: 'GET', path: '/version' })),
  );
  const first = results[0];
  expect(first?.ok === true ? headerValues(server.seen[0], 'authorization')[0] : first?.error.code).toBe(expected);
  expect(provider.seen.filter(seen => seen.method === 'POST')).toHaveLength(refreshes);
  await connection.value.close();
  await server.close();
  await provider.close();
}

describe('OIDC', () => {
  const good = idToken(3_600_000);
  const fresh = idToken(3_600_000, 'fresh');
  it('an id-token that holds is sent as it is', () => check({ config: { 'id-token': good } }, `Bearer ${good}`, 0));
  it('one that ends within a minute is renewed, once for all who ask', () =>
    check(
      {
        config: { 'id-token': idToken(30_000), 'refresh-token': 'r1', 'client-secret': 's' },
        provider: () => ({ status: 200, body: { id_token: fresh, refresh_token: 'r2' } }),
      },
      `Bearer ${fresh}`,
      1,
    ));
  it('without an id-token at all', () =>
    check(
      { config: { 'refresh-token': 'r-only' }, provider: () => ({ status: 200, body: { id_token: fresh } }) },
      `Bearer ${fresh}`,
      1,
    ));
  it('a provider that wants the client in the form', () =>
    check(
      {
        config: { 'refresh-token': 'r-form' },
        provider: seen =>
          seen.body.includes('client_id=kube')
            ? { status: 200, body: { id_token: fresh } }
            : { status: 401, body: { error: 'invalid_client' } },
      },
      `Bearer ${fresh}`,
      2,
    ));
  it('expired without a refresh-token', () => check({ config: { 'id-token': idToken(-1_000) } }, 'credentials-expired', 0));
  it('a refresh-token that is refused', () =>
    check(
      { config: { 'refresh-token': 'r-bad' }, provider: () => ({ status: 500, body: { error: 'invalid_grant' } }) },
      'credentials-expired',
      1,
    ));
  it('an answer without an id_token', () =>
    check(
      { config: { 'refresh-token': 'r-none' }, provider: () => ({ status: 200, body: { access_token: 'a' } }) },
      'credentials-expired',
      1,
    ));

  it.each([
    ['', null],
    ['a.b', null],
    ['a.!!.c', null],
    ['e30.e30.x', null],
  ] as const)('the end of %j cannot be told', (token, expected) => expect(idTokenExpiry(token)).toBe(expected));
});
