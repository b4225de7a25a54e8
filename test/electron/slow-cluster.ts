import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer } from '#test/transport/server';

/** An API server of a few kinds that takes its time with each page, so that a capture can be met at any moment. */
export interface SlowCluster {
  readonly kubeconfig: string;
  close(): Promise<void>;
}

const pages = 8;
const podsAPage = 25;

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};

const resource = (name: string, kind: string, namespaced: boolean) => ({
  name,
  singularName: '',
  namespaced,
  kind,
  verbs: ['get', 'list'],
});

const pod = (index: number) => ({
  metadata: { name: `web-${index}`, namespace: 'shop', uid: `u-${index}`, labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'registry.example/web:1', securityContext: { privileged: index % 5 === 0 } }] },
});

const list = (kind: string, items: readonly unknown[], next?: string) => ({
  apiVersion: 'v1',
  kind: `${kind}List`,
  metadata: { resourceVersion: '7', ...(next === undefined ? {} : { continue: next }) },
  items,
});

const namespaces = ['default', 'shop'].map(name => ({ metadata: { name, uid: `ns-${name}` } }));

/** Without the answer to a list of pods, which takes its time. */
const quickAnswer = (url: URL, response: ServerResponse): void => {
  const { pathname } = url;
  if (pathname === '/version') json(response, 200, { gitVersion: 'v1.37.2' });
  else if (pathname === '/api') json(response, 200, { kind: 'APIVersions', versions: ['v1'] });
  else if (pathname === '/apis') json(response, 200, { kind: 'APIGroupList', apiVersion: 'v1', groups: [] });
  else if (pathname === '/api/v1')
    json(response, 200, {
      kind: 'APIResourceList',
      groupVersion: 'v1',
      resources: [resource('namespaces', 'Namespace', false), resource('pods', 'Pod', true)],
    });
  else if (pathname === '/api/v1/namespaces') json(response, 200, list('Namespace', namespaces));
  else if (pathname.endsWith('/selfsubjectreviews')) json(response, 201, { status: { userInfo: { username: 'ada' } } });
  else if (pathname.endsWith('reviews')) json(response, 201, { status: { allowed: true, incomplete: false, resourceRules: [] } });
  else json(response, 404, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404, message: 'not here' });
};

const answer =
  (pauseMs: number) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'https://x');
    if (url.pathname !== '/api/v1/pods') {
      quickAnswer(url, response);
      return;
    }
    const at = Number(url.searchParams.get('continue') ?? '0');
    const items = Array.from({ length: podsAPage }, (_, index) => pod(at * podsAPage + index));
    setTimeout(() => json(response, 200, list('Pod', items, at + 1 < pages ? String(at + 1) : undefined)), pauseMs);
  };

export const startSlowCluster = async (pauseMs: number): Promise<SlowCluster> => {
  const server = await startServer({ answer: answer(pauseMs), offerHttp2: false });
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'slow',
    clusters: [
      {
        name: 'slow',
        cluster: {
          server: server.url,
          'certificate-authority-data': Buffer.from(server.authority.cert).toString('base64'),
        },
      },
    ],
    users: [{ name: 'ada', user: { token: 'a-token-of-a-test' } }],
    contexts: [{ name: 'slow', context: { cluster: 'slow', user: 'ada' } }],
  };
  return { kubeconfig: JSON.stringify(kubeconfig), close: () => server.close() };
};
