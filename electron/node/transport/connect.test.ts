import { connect as connectTcp, createServer as createTcp, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeConnection, KubeRequest } from '#core/ports';
import { createAuthority, issue } from '#test/cluster/certificates';
import {
  base64,
  contextOf,
  headerValues,
  json,
  startPlainServer,
  startServer,
  temporaryFolder,
  type ContextSpec,
  type TestServer,
  type TestServerOptions,
} from '#test/transport/server';
import { secretsAccept } from './allow-list.ts';
import { connect } from './connect.ts';
import type { ConnectOptions } from './connect-options.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => folder.remove());

const options: ConnectOptions = { requestTimeout: 5_000, env: {}, trustExec: false, redact: text => text };
const get: KubeRequest = { method: 'GET', path: '/version' };

const clusterOf = (server: TestServer): Record<string, unknown> => ({
  server: server.url,
  'certificate-authority-data': base64(server.authority.cert),
});

interface Given {
  readonly server?: Omit<Partial<TestServerOptions>, 'answer'>;
  readonly answer?: TestServerOptions['answer'];
  readonly cluster?: (server: TestServer) => Record<string, unknown>;
  readonly user?: ContextSpec['user'];
  readonly options?: Partial<ConnectOptions>;
}

/** One server, one context, one connection; the server is closed whatever happens. */
async function using(given: Given, body: (connection: KubeConnection, server: TestServer) => Promise<void>): Promise<void> {
  const server = await startServer({
    answer: given.answer ?? ((_request, response) => json(response, 200, { ok: true })),
    ...given.server,
  });
  const context = await contextOf({ cluster: (given.cluster ?? clusterOf)(server), user: given.user }, folder.path);
  const connection = await connect(context, { ...options, ...given.options });
  if (!connection.ok) throw new Error(connection.error.what);
  try {
    await body(connection.value, server);
  } finally {
    await connection.value.close();
    await server.close();
  }
}

/** What a request to such a server comes to: the status, or the problem's code. */
async function check(given: Given, expected: number | string, words = /(?:)/): Promise<void> {
  await using(given, async connection => {
    const result = await connection.request(get);
    expect(result.ok ? result.value.status : result.error.code).toBe(expected);
    expect(result.ok ? '' : `${result.error.what} ${result.error.why}`).toMatch(words);
  });
}

describe('what is sent', () => {
  it('each impersonated group as its own header, and extras', () =>
    using(
      {
        user: {
          token: 't',
          as: 'jane',
          'as-uid': 'u1',
          'as-groups': ['dev', 'ops, all'],
          'as-user-extra': { 'acme.com/scope': ['a', 'b'] },
        },
      },
      async (connection, server) => {
        await connection.request(get);
        expect(headerValues(server.seen[0], 'impersonate-user')).toEqual(['jane']);
        expect(headerValues(server.seen[0], 'impersonate-uid')).toEqual(['u1']);
        expect(headerValues(server.seen[0], 'impersonate-group')).toEqual(['dev', 'ops, all']);
        expect(headerValues(server.seen[0], 'impersonate-extra-acme.com%2fscope')).toEqual(['a', 'b']);
      },
    ));

  it('flags replace the kubeconfig’s user and groups', () =>
    using(
      { user: { token: 't', as: 'jane', 'as-groups': ['dev'] }, options: { as: 'max', asGroups: ['x', 'y'] } },
      async (connection, server) => {
        await connection.request(get);
        expect(headerValues(server.seen[0], 'impersonate-user')).toEqual(['max']);
        expect(headerValues(server.seen[0], 'impersonate-group')).toEqual(['x', 'y']);
      },
    ));

  it('groups without a user are wrong use', async () => {
    const context = await contextOf({ cluster: { server: 'https://127.0.0.1:1' }, user: { token: 't' } }, folder.path);
    const result = await connect(context, { ...options, asGroups: ['x'] });
    expect(result.ok ? 'ok' : result.error.code).toBe('usage');
  });

  it.each([
    ['token', { token: 'abc' }, 'Bearer abc'],
    ['basic', { username: 'u', password: 'p:w' }, `Basic ${base64('u:p:w')}`],
    ['nothing', {}, undefined],
  ] as const)('%s', (_name, user, expected) =>
    using({ user }, async (connection, server) => {
      await connection.request(get);
      expect(headerValues(server.seen[0], 'authorization')[0]).toBe(expected);
    }),
  );

  it('a token file, read anew only after a minute or a 401', async () => {
    const file = join(folder.path, 'token');
    await writeFile(file, 'one\n');
    const answer: TestServerOptions['answer'] = (request, response) =>
      json(response, request.headers.authorization === 'Bearer old' ? 401 : 200, {});
    await using({ user: { tokenFile: file }, answer }, async (connection, server) => {
      await connection.request(get);
      await writeFile(file, 'two\n');
      await connection.request(get);
      expect(server.seen.map(seen => headerValues(seen, 'authorization')[0])).toEqual(['Bearer one', 'Bearer one']);
    });
    await writeFile(file, 'old\n');
    await using({ user: { tokenFile: file }, answer }, async (connection, server) => {
      await connection.request({ ...get, path: '/api' });
      await writeFile(file, 'fresh\n');
      const result = await connection.request(get);
      expect(result.ok && result.value.status).toBe(200);
      expect(server.seen.map(seen => headerValues(seen, 'authorization')[0])).toEqual([
        'Bearer old',
        'Bearer old',
        'Bearer fresh',
      ]);
    });
  });

  it('a client certificate', async () => {
    const clients = createAuthority('clients');
    const jane = issue(clients, { commonName: 'jane', organizations: ['dev'] });
    await using(
      {
        server: { clientAuthority: clients, requireClient: true },
        user: { 'client-certificate-data': base64(jane.cert), 'client-key-data': base64(jane.key) },
      },
      async (connection, server) => {
        expect((await connection.request(get)).ok).toBe(true);
        expect(server.seen[0]?.clientName).toBe('jane');
      },
    );
  });

  it('over eight kept connections at most, not a handshake a request', () =>
    using({ user: { token: 't' } }, async (connection, server) => {
      await Promise.all(Array.from({ length: 60 }, () => connection.request(get)));
      await connection.request(get);
      expect(server.seen).toHaveLength(61);
      expect(server.connections()).toBeLessThanOrEqual(8);
    }));

  it('below the server’s path prefix, with the query encoded, as plumbline', () =>
    using({ cluster: server => ({ ...clusterOf(server), server: `${server.url}/k8s/c-1/` }) }, async (connection, server) => {
      await connection.request({ method: 'GET', path: '/api/v1/pods', query: { limit: '5', labelSelector: 'a=b&watch=true' } });
      expect(server.seen[0]?.url).toBe('/k8s/c-1/api/v1/pods?limit=5&labelSelector=a%3Db%26watch%3Dtrue');
      expect(headerValues(server.seen[0], 'user-agent')[0]).toMatch(/^plumbline\//);
    }));

  it('nothing that the allow-list refuses', () =>
    using({}, async (connection, server) => {
      const result = await connection.request({ method: 'GET', path: '/api/v1/namespaces/x/pods/y/exec' });
      expect(result.ok ? 'ok' : result.error.code).toBe('method-not-allowed');
      expect(server.seen).toHaveLength(0);
      expect(server.connections()).toBe(0);
    }));

  it('no credentials over plain http, as kubectl', async () => {
    const server = await startPlainServer((_request, response) => json(response, 200, {}));
    const connection = await connect(
      await contextOf({ cluster: { server: server.url }, user: { token: 't' } }, folder.path),
      options,
    );
    if (!connection.ok) throw new Error(connection.error.what);
    expect((await connection.value.request(get)).ok).toBe(true);
    expect(headerValues(server.seen[0], 'authorization')).toEqual([]);
    await connection.value.close();
    await server.close();
  });
});

describe('what comes back', () => {
  const big = JSON.stringify({ items: Array.from({ length: 2_000 }, (_, index) => ({ name: `ü${index}` })) });
  it('text as it is, headers and warnings', () =>
    using(
      {
        answer: (_request, response) =>
          json(
            response,
            403,
            { message: 'no' },
            { 'Retry-After': '3', warning: ['299 - "first \\"quoted\\""', '299 - "second"'] },
          ),
      },
      async connection => {
        const result = await connection.request(get);
        expect(result.ok && result.value).toMatchObject({
          status: 403,
          text: '{"message":"no"}',
          warnings: ['first "quoted"', 'second'],
          headers: { 'retry-after': '3' },
        });
      },
    ));
  it('gzip, undone', () =>
    using(
      {
        answer: (_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
          response.end(gzipSync(big));
        },
      },
      async connection => {
        const result = await connection.request(get);
        expect(result.ok && result.value.text).toBe(big);
      },
    ));
  it.each([429, 500, 503, 404, 409, 410])('status %i as a response', status =>
    check({ answer: (_request, response) => json(response, status, {}) }, status),
  );
  it('a redirect, not followed', () =>
    check(
      { user: { token: 't' }, answer: (_request, response) => json(response, 302, {}, { location: 'https://evil.example/' }) },
      'response-invalid',
      /redirect.*credentials/,
    ));
  const page = (status: number) => (_request: unknown, response: Parameters<TestServerOptions['answer']>[1]) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<html>log in</html>');
  };
  it.each([200, 403, 404])('a web page with %i', status => check({ answer: page(status) }, 'response-invalid', /web page/));
  it.each([429, 502, 503])('a balancer’s page with %i is still a response', status => check({ answer: page(status) }, status));
  it('gzip that ends early', () =>
    check(
      {
        answer: (_request, response) => {
          response.writeHead(200, { 'content-encoding': 'gzip' });
          response.end(gzipSync(big).subarray(0, 100));
        },
      },
      'connection-reset',
    ));
  it('what is no gzip', () =>
    check(
      {
        answer: (_request, response) => {
          response.writeHead(200, { 'content-encoding': 'gzip' });
          response.end('plain');
        },
      },
      'response-invalid',
    ));
  it('a body shorter than promised', () =>
    check(
      {
        answer: (_request, response) => {
          response.writeHead(200, { 'content-length': '1000' });
          response.write('{"items":[');
          setTimeout(() => response.socket?.destroy(), 20);
        },
      },
      'connection-reset',
    ));
});

describe('Secrets', () => {
  const ask = (body: unknown, status = 200): Promise<string> => {
    let outcome = '';
    return using({ answer: (_request, response) => json(response, status, body) }, async connection => {
      const result = await connection.request({ method: 'GET', path: '/api/v1/secrets', accept: secretsAccept });
      outcome = result.ok ? String(result.value.status) : JSON.stringify(result.error);
    }).then(() => outcome);
  };
  it('as a Table', async () => expect(await ask({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', rows: [] })).toBe('200'));
  it('as a Table, with the fields the other way round', async () =>
    expect(await ask({ apiVersion: 'meta.k8s.io/v1', kind: 'Table', rows: [] })).toBe('200'));
  it('a refusal is passed on', async () => expect(await ask({ kind: 'Status', message: 'no' }, 403)).toBe('403'));
  it('a list with values is thrown away', async () => {
    const outcome = await ask({ kind: 'SecretList', items: [{ data: { password: 'aHVudGVyMg==' } }] });
    expect(outcome).toMatch(/response-invalid.*thrown away/);
    expect(outcome).not.toContain('aHVudGVyMg');
  });
});

describe('TLS', () => {
  it('an unknown authority', () =>
    check(
      { cluster: server => ({ server: server.url, 'certificate-authority-data': base64(createAuthority('other').cert) }) },
      'tls-untrusted',
    ));
  it('no CA in the kubeconfig: the system’s, which do not know it', () =>
    check({ cluster: server => ({ server: server.url }) }, 'tls-untrusted', /not trusted/));
  it('an extra bundle beside', async () => {
    const server = await startServer({ answer: (_request, response) => json(response, 200, {}) });
    const connection = await connect(await contextOf({ cluster: { server: server.url } }, folder.path), {
      ...options,
      extraCa: server.authority.cert,
    });
    if (!connection.ok) throw new Error(connection.error.what);
    expect((await connection.value.request(get)).ok).toBe(true);
    await connection.value.close();
    await server.close();
  });
  it('insecure-skip-tls-verify, for this cluster', async () => {
    await check({ cluster: server => ({ server: server.url, 'insecure-skip-tls-verify': true }) }, 200);
    await using({ cluster: server => ({ server: server.url, 'insecure-skip-tls-verify': true }) }, async connection =>
      expect(connection.insecureTls).toBe(true),
    );
  });
  it('a CA without any user', () => check({ user: undefined }, 200));
  it('an expired server certificate', () =>
    check({ server: { notAfter: new Date(Date.now() - 1000) } }, 'tls', /certificate of .* has expired/));
  it('a certificate for another name', () => check({ server: { hosts: ['api.internal'] } }, 'tls', /for another name/));
  it('tls-server-name makes that right', () =>
    check(
      { server: { hosts: ['api.internal'] }, cluster: server => ({ ...clusterOf(server), 'tls-server-name': 'api.internal' }) },
      200,
    ));
  it('a plain http server behind https', async () => {
    const server = await startPlainServer((_request, response) => json(response, 200, {}));
    const connection = await connect(
      await contextOf({ cluster: { server: server.url.replace('http:', 'https:') } }, folder.path),
      options,
    );
    const result = connection.ok ? await connection.value.request(get) : connection;
    expect(result.ok ? 'ok' : result.error.code).toBe('tls');
    expect(result.ok ? '' : result.error.what).toMatch(/does not speak TLS/);
    await server.close();
  });
  it('an expired client certificate, before anything is sent', async () => {
    const server = await startServer({ answer: (_request, response) => json(response, 200, {}) });
    const old = issue(createAuthority('clients'), { commonName: 'jane', notBefore: new Date(0), notAfter: new Date(86_400_000) });
    const result = await connect(
      await contextOf(
        { cluster: clusterOf(server), user: { 'client-certificate-data': base64(old.cert), 'client-key-data': base64(old.key) } },
        folder.path,
      ),
      options,
    );
    expect(result.ok ? 'ok' : result.error.code).toBe('credentials-expired');
    expect(result.ok ? '' : result.error.what).toMatch(/expired on 1970-01-02/);
    expect(server.connections()).toBe(0);
    await server.close();
  });
  it('a key of another certificate', async () => {
    const authority = createAuthority('clients');
    const [one, other] = [issue(authority, { commonName: 'one' }), issue(authority, { commonName: 'other' })];
    const result = await connect(
      await contextOf(
        {
          cluster: { server: 'https://127.0.0.1:1' },
          user: { 'client-certificate-data': base64(one.cert), 'client-key-data': base64(other.key) },
        },
        folder.path,
      ),
      options,
    );
    expect(result.ok ? '' : result.error.what).toMatch(/key belongs to another certificate/);
  });
});

describe('what goes wrong on the way', () => {
  it('401 after the one try that a fixed token has', () =>
    check(
      { user: { token: 't' }, answer: (_request, response) => json(response, 401, { message: 'Unauthorized' }) },
      'unauthorized',
    ));
  it('no answer', () => check({ answer: () => undefined, options: { requestTimeout: 150 } }, 'timeout', /within 0.15 seconds/));
  it('a body that never ends', () =>
    check(
      {
        answer: (_request, response) => {
          response.writeHead(200);
          const timer = setInterval(() => response.write(' '), 20);
          response.on('close', () => clearInterval(timer));
        },
        options: { requestTimeout: 200 },
      },
      'timeout',
    ));
  it('a reset', () => check({ answer: request => void request.socket.destroy() }, 'connection-reset'));
  it('nobody listens', async () => {
    const connection = await connect(await contextOf({ cluster: { server: 'https://127.0.0.1:1' } }, folder.path), options);
    const result = connection.ok ? await connection.value.request(get) : connection;
    expect(result.ok ? 'ok' : result.error.code).toBe('unreachable');
  });
  it('no such host', async () => {
    const connection = await connect(
      await contextOf({ cluster: { server: 'https://no-such-host.invalid' } }, folder.path),
      options,
    );
    const result = connection.ok ? await connection.value.request(get) : connection;
    expect(result.ok ? 'ok' : result.error.code).toBe('dns');
  });
  it('what is not HTTP', async () => {
    const server = createTcp(socket => socket.end('SSH-2.0-OpenSSH\r\n\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connection = await connect(
      await contextOf({ cluster: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } }, folder.path),
      options,
    );
    const result = connection.ok ? await connection.value.request(get) : connection;
    expect(result.ok ? 'ok' : result.error.code).toBe('response-invalid');
    server.close();
  });
  it('cancelled before, during the wait and during the body', async () => {
    const answer: TestServerOptions['answer'] = (request, response) => {
      if (request.url === '/api') response.writeHead(200).write('{');
    };
    await using({ answer }, async connection => {
      const before = AbortSignal.abort();
      const results = [
        connection.request(get, before),
        connection.request(get, AbortSignal.timeout(50)),
        connection.request({ ...get, path: '/api' }, AbortSignal.timeout(50)),
      ];
      expect((await Promise.all(results)).map(result => (result.ok ? 'ok' : result.error.code))).toEqual([
        'cancelled',
        'cancelled',
        'cancelled',
      ]);
    });
  });
  it('closed while a request waits', () =>
    using({ answer: () => undefined }, async connection => {
      const waiting = connection.request(get);
      await sleep(50);
      await connection.close();
      const result = await waiting;
      expect(result.ok ? 'ok' : result.error.code).toBe('cancelled');
    }));
});

describe('proxies', () => {
  /** An HTTP proxy with CONNECT that counts its tunnels. */
  async function startProxy(status = 200): Promise<{ readonly url: string; readonly tunnels: string[]; close(): void }> {
    const tunnels: string[] = [];
    const proxy = createHttp();
    proxy.on('connect', (request, client) => {
      tunnels.push(request.url ?? '');
      if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connectTcp(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels, close: () => void proxy.close() };
  }

  it('proxy-url of the kubeconfig, with groups still apart', async () => {
    const proxy = await startProxy();
    await using(
      {
        cluster: server => ({ ...clusterOf(server), 'proxy-url': proxy.url }),
        user: { token: 't', as: 'j', 'as-groups': ['a', 'b'] },
      },
      async (connection, server) => {
        const result = await connection.request(get);
        expect(result.ok ? 'ok' : result.error).toBe('ok');
        expect(proxy.tunnels).toEqual([`127.0.0.1:${server.port}`]);
        expect(headerValues(server.seen[0], 'impersonate-group')).toEqual(['a', 'b']);
      },
    );
    proxy.close();
  });
  it('the setting where the kubeconfig has none', async () => {
    const proxy = await startProxy();
    await using({ options: { proxyUrl: proxy.url } }, async connection => {
      expect((await connection.request(get)).ok).toBe(true);
      expect(proxy.tunnels).toHaveLength(1);
    });
    proxy.close();
  });
  it('TLS faults behind a proxy are the server’s', async () => {
    const proxy = await startProxy();
    await check({ cluster: server => ({ server: server.url, 'proxy-url': proxy.url }) }, 'tls-untrusted');
    proxy.close();
  });
  it.each([
    [403, /refused the connection \(status 403\)/],
    [407, /wants a user name and password/],
  ])('a proxy that answers %i', async (status, words) => {
    const proxy = await startProxy(status);
    await check({ options: { proxyUrl: proxy.url } }, 'proxy', words);
    proxy.close();
  });
  it('a proxy that is not there', () =>
    check({ options: { proxyUrl: 'http://user:secret@127.0.0.1:1' } }, 'proxy', /http:\/\/\*\*\*@127\.0\.0\.1:1/));
  it('a SOCKS5 proxy', async () => {
    const socks = createTcp(client => {
      client.once('data', () => {
        client.write(Buffer.from([5, 0]));
        client.once('data', (command: Buffer) => {
          const port = command.readUInt16BE(command.length - 2);
          const upstream = connectTcp(port, '127.0.0.1', () => {
            client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
            upstream.pipe(client).pipe(upstream);
          });
          client.on('error', () => upstream.destroy());
          upstream.on('error', () => client.destroy());
        });
      });
    }).listen(0, '127.0.0.1');
    await once(socks, 'listening');
    await check({ options: { proxyUrl: `socks5://127.0.0.1:${(socks.address() as AddressInfo).port}` } }, 200);
    socks.close();
  });
  it('a scheme that is no proxy’s', async () => {
    const result = await connect(await contextOf({ cluster: { server: 'https://127.0.0.1:1' } }, folder.path), {
      ...options,
      proxyUrl: 'socks4://x:1',
    });
    expect(result.ok ? 'ok' : result.error.code).toBe('proxy');
  });
});
