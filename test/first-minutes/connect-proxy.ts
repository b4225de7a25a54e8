import { createServer } from 'node:http';
import { connect } from 'node:net';

export interface ConnectProxy {
  readonly url: string;
  /** Hosts that were asked for, in order. */
  readonly asked: readonly string[];
  close(): void;
}

/** A company's proxy: it alone knows where the cluster's name leads. */
export const startConnectProxy = async (target: { readonly host: string; readonly port: number }): Promise<ConnectProxy> => {
  const asked: string[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, client, head) => {
    asked.push(request.url ?? '');
    const upstream = connect(target.port, target.host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, asked, close: () => server.close() };
};
