import { afterAll, beforeAll, expect, it } from 'vitest';
import { base64, contextOf, json, startServer, temporaryFolder } from '#test/transport/server';
import { connect } from './connect.ts';
import { dropConnections } from './live-connections.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => folder.remove());

it('sockets that are dropped while a request waits end it as a reset, and the next request has a new one', async () => {
  let answers = 0;
  const server = await startServer({
    answer: (request, response) => {
      answers += 1;
      // The first is never answered: its server sleeps, or is on another network.
      if (request.url?.startsWith('/apis') !== true) json(response, 200, { ok: true });
    },
  });
  const context = await contextOf(
    { cluster: { server: server.url, 'certificate-authority-data': base64(server.authority.cert) } },
    folder.path,
  );
  const connection = await connect(context, { requestTimeout: 20_000, env: {}, trustExec: false, redact: text => text });
  if (!connection.ok) throw new Error(connection.error.what);
  try {
    const waiting = connection.value.request({ method: 'GET', path: '/apis' });
    await expect.poll(() => answers).toBe(1);
    const began = performance.now();
    dropConnections();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'connection-reset' } });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await connection.value.request({ method: 'GET', path: '/version' })).toMatchObject({ ok: true });
    expect(server.connections()).toBe(2);
  } finally {
    await connection.value.close();
    await server.close();
  }
  // One that was closed is forgotten.
  dropConnections();
});
