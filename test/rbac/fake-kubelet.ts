import { createServer as createProxy } from 'node:http';
import { createServer, type Server } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, issue } from '#test/cluster/certificates';

/** A kubelet that answers everything and remembers it, behind a proxy for the API server's traffic to nodes. */
export interface FakeKubelet {
  /** The flags that send the API server through the proxy. */
  readonly flags: readonly string[];
  /** `GET /exec/…`, in order. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}

const listening = (server: Server): Promise<number> =>
  new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** The API server does not proxy to loopback addresses, so a node has one that only this proxy knows the way to. */
const egressConfig = (socket: string): string =>
  JSON.stringify({
    apiVersion: 'apiserver.k8s.io/v1beta1',
    kind: 'EgressSelectorConfiguration',
    egressSelections: [
      { name: 'cluster', connection: { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName: socket } } } },
    ],
  });

export const startFakeKubelet = async (): Promise<FakeKubelet> => {
  const dir = await mkdtemp(join(tmpdir(), 'plumbline-kubelet-'));
  const certificate = issue(createAuthority('kubelet-ca'), { commonName: 'kubelet', hosts: ['127.0.0.1'] });
  const asked: string[] = [];
  const kubelet = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end('the kubelet has answered');
  });
  const port = await listening(kubelet);
  const open = new Set<Socket>();
  const proxy = createProxy();
  proxy.on('connect', (_request, client: Socket) => {
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => void open.delete(socket));
    }
  });
  const socket = join(dir, 'egress.sock');
  await new Promise<void>(resolve => void proxy.listen(socket, () => resolve()));
  const config = join(dir, 'egress.json');
  await writeFile(config, egressConfig(socket));
  return {
    flags: [`--egress-selector-config-file=${config}`],
    asked,
    stop: async () => {
      for (const each of open) each.destroy();
      kubelet.closeAllConnections();
      kubelet.close();
      proxy.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
