import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import { issue } from '#test/cluster/certificates';
import { field } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';

export interface WebhookServer {
  /** What a webhook's configuration says of it. */
  readonly clientConfig: { readonly url: string; readonly caBundle: string };
  /** Objects that it was shown. */
  readonly seen: readonly unknown[];
  close(): Promise<void>;
}

/** A webhook that allows all, changes it by a JSON Patch where one is given, and keeps what it sees. */
export const startWebhook = async (cluster: TestCluster, patch?: readonly object[]): Promise<WebhookServer> => {
  const { cert, key } = issue(cluster.authority, { commonName: 'webhook', hosts: ['127.0.0.1'] });
  const seen: unknown[] = [];
  const server: Server = createServer({ cert, key }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const review: unknown = JSON.parse(Buffer.concat(parts).toString());
      seen.push(field(review, 'request', 'object'));
      const change =
        patch === undefined ? {} : { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          response: { uid: field(review, 'request', 'uid'), allowed: true, ...change },
        }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    clientConfig: { url: `https://127.0.0.1:${String(port)}/`, caBundle: Buffer.from(cluster.caPem).toString('base64') },
    seen,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
