import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateCluster } from '#test/bench/generate';
import { loadGenerated } from '#test/bench/load';
import { field, itemsOf } from './client.ts';
import type { TestCluster } from './cluster.ts';
import { run } from './command.ts';
import { loadFixtures } from './fixtures/load.ts';
import { secretsFixture } from './fixtures/secrets.ts';
import { personaNames, type PersonaName } from './personas.ts';
import { sharedCluster } from './shared.ts';
import { quietControllers, startCluster } from './start.ts';
import { clusterSuite } from './suite.ts';
import { sweepAbandoned } from './sweep.ts';

await clusterSuite('test cluster', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    const started = Date.now();
    cluster = await startCluster();
    console.log(`test cluster: started in ${String(Date.now() - started)} ms`);
    for (const name of ['small', 'secrets', 'hostile'] as const) {
      const { created, ms } = await loadFixtures(cluster, name);
      console.log(`test cluster: fixture ${name}: ${String(created)} objects in ${String(ms)} ms`);
    }
  });
  afterAll(() => cluster?.stop());

  const paths = [
    '/api/v1/namespaces',
    '/api/v1/namespaces/team-a/pods',
    '/api/v1/namespaces/team-b/secrets',
    '/api/v1/namespaces/shop/pods',
    '/api/v1/secrets',
    '/api/v1/namespaces/shop/secrets/api-credentials',
    '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
    '/apis/backup.example.com/v1/backups',
    '/apis',
  ] as const;
  it.each<readonly [PersonaName, readonly number[]]>([
    ['admin', [200, 200, 200, 200, 200, 200, 200, 200, 200]],
    ['developer', [403, 200, 200, 403, 403, 403, 403, 403, 200]],
    ['auditor', [200, 200, 403, 200, 403, 403, 200, 200, 200]],
    ['nobody', [403, 403, 403, 403, 403, 403, 403, 403, 200]],
  ])('%s may read what it should', async (persona, expected) => {
    // The fixture gives `view` to every authenticated user, which is one of its problems and not a persona's right.
    await cluster.api('DELETE', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/everyone-view');
    const answers = await Promise.all(paths.map(path => cluster.apiAs(persona, 'GET', path)));
    expect(answers.map(answer => answer.status)).toEqual(expected);
  });

  it('lets the developer write in its namespaces, and the auditor nowhere', async () => {
    const config = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    const post = async (persona: PersonaName, namespace: string) =>
      (await cluster.apiAs(persona, 'POST', `/api/v1/namespaces/${namespace}/configmaps`, config(`by-${persona}`))).status;
    expect([await post('developer', 'team-a'), await post('developer', 'shop'), await post('auditor', 'team-a')]).toEqual([
      201, 403, 403,
    ]);
  });

  it.each(personaNames)('knows %s by token and certificate as the same user', async persona => {
    for (const withToken of [true, false]) {
      const file = await cluster.writeKubeconfig(persona, { withToken });
      const who = await cluster.kubectl([`--kubeconfig=${file}`, 'auth', 'whoami', '-o', 'json']);
      expect(field(JSON.parse(who.stdout), 'status', 'userInfo', 'username')).toBe(persona);
    }
  });

  it('writes who asked what into the audit log', async () => {
    const headers = { 'user-agent': 'audit-probe', 'impersonate-user': 'jane', 'impersonate-group': ['one', 'two'] };
    await cluster.api('GET', '/api/v1/namespaces/shop/pods', undefined, { headers });
    const events = (await cluster.auditLines()).filter(event => event.userAgent === 'audit-probe');
    expect(events).toMatchObject([
      { verb: 'list', user: { username: 'admin' }, impersonatedUser: { username: 'jane' }, responseStatus: { code: 403 } },
    ]);
    expect(events[0]?.impersonatedUser?.groups).toEqual(['one', 'two', 'system:authenticated']);
  });

  it('has controllers: Deployments have Pods, Pod Security refuses some', async () => {
    const pods = async (namespace: string) => itemsOf(await cluster.api('GET', `/api/v1/namespaces/${namespace}/pods`)).length;
    expect(await pods('payments')).toBe(4);
    expect(await pods('shop')).toBe(4);
  });

  it('holds the control plane as mirror Pods with their flags', async () => {
    const answer = await cluster.api('GET', '/api/v1/namespaces/kube-system/pods/kube-apiserver-node-1');
    expect(field(answer.body, 'spec', 'containers', 0, 'command')).toContain('--anonymous-auth=true');
    expect(field(answer.body, 'status', 'phase')).toBe('Running');
  });

  it('holds every canary, as itself or in base64', async () => {
    const everything = await cluster.kubectl([
      'get',
      '-n',
      'vault',
      '-o',
      'json',
      '--show-managed-fields',
      'secrets,configmaps,deployments,events,ingresses,connections.vault.example.com,validatingwebhookconfigurations',
    ]);
    expect(everything.code).toBe(0);
    const decoded = [...everything.stdout.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([text]) =>
      Buffer.from(text, 'base64').toString('latin1'),
    );
    const twice = decoded.flatMap(text =>
      [...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([inner]) => Buffer.from(inner, 'base64').toString('latin1')),
    );
    const haystack = [everything.stdout, ...decoded, ...twice].join('\n');
    const missing = secretsFixture().canaries.filter(({ value }) => !haystack.includes(value));
    // The Helm release is compressed inside its base64.
    expect(missing.map(({ place }) => place)).toEqual(['Helm release secret']);
    expect(secretsFixture().canaries.length).toBeGreaterThanOrEqual(30);
  });
});

await clusterSuite('shared test cluster', () => {
  it('is one for all who ask, and holds the small fixtures', async () => {
    const started = Date.now();
    const script = `const { sharedCluster } = await import('${import.meta.dirname}/shared.ts'); console.log((await sharedCluster()).url); process.exit();`;
    const env = { ...process.env, PLUMBLINE_TEST_RUN: process.env['PLUMBLINE_TEST_RUN'] ?? String(process.pid) };
    const elsewhere = run(process.execPath, ['--input-type=module', '-e', script], { env });
    const [first, other] = await Promise.all([sharedCluster(), elsewhere]);
    console.log(`shared test cluster: ready in ${String(Date.now() - started)} ms`);
    expect(other.stdout.trim()).toBe(first.url);
    expect((await first.api('GET', '/api/v1/namespaces/shop/pods')).status).toBe(200);
    await first.stop();
  });
});

await clusterSuite('life of a test cluster', () => {
  it('ends its servers and removes its folder at stop', async () => {
    const cluster = await startCluster({ controllers: quietControllers });
    await cluster.stop();
    await expect(cluster.api('GET', '/readyz')).rejects.toThrow(/destroyed|closed|refused/i);
    expect(existsSync(cluster.dir)).toBe(false);
  });

  it('expires continue tokens where compaction is quick', async () => {
    const cluster = await startCluster({ compactionInterval: '2s' });
    try {
      const list = '/apis/rbac.authorization.k8s.io/v1/clusterroles?limit=5';
      const first = await cluster.api('GET', list);
      const token = encodeURIComponent(String(field(first.body, 'metadata', 'continue')));
      const nextPage = async () => {
        // Only a revision that others have followed is compacted.
        await cluster.api('POST', '/api/v1/namespaces/default/configmaps', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { generateName: 'revision-' },
        });
        return (await cluster.api('GET', `${list}&continue=${token}`)).status;
      };
      await expect.poll(nextPage, { timeout: 30_000, interval: 300 }).toBe(410);
    } finally {
      await cluster.stop();
    }
  });

  it('is swept away when its owner was killed', async () => {
    const script = `
      const { startCluster } = await import('${import.meta.dirname}/start.ts');
      const { url, dir } = await startCluster();
      console.log(JSON.stringify({ url, dir }));
      setInterval(() => undefined, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise<string>(resolve => owner.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    const { url, dir } = JSON.parse(line) as { readonly url: string; readonly dir: string };
    const ended = new Promise(resolve => owner.once('exit', resolve));
    owner.kill('SIGKILL');
    await ended;
    const answers = () =>
      fetch(`${url}/readyz`).then(
        () => true,
        (error: Error) => !/ECONNREFUSED/.test(String(error.cause)),
      );
    // Still there: its servers are orphans now.
    expect(await answers()).toBe(true);
    await sweepAbandoned();
    await expect.poll(answers).toBe(false);
    expect(existsSync(dir)).toBe(false);
  });
});

await clusterSuite('generated cluster', () => {
  it('is loaded as it was generated, owners and status included', async () => {
    const cluster = await startCluster({ controllers: quietControllers });
    try {
      const { created, ms } = await loadGenerated(cluster, generateCluster({ objects: 700, seed: 7 }));
      console.log(`generated cluster: ${String(created)} objects in ${String(ms)} ms`);
      const pods = itemsOf(await cluster.api('GET', '/api/v1/pods'));
      const sets = itemsOf(await cluster.api('GET', '/apis/apps/v1/replicasets'));
      const uids = new Set(sets.map(set => field(set, 'metadata', 'uid')));
      expect(pods.length).toBeGreaterThan(100);
      expect(pods.every(pod => uids.has(field(pod, 'metadata', 'ownerReferences', 0, 'uid')))).toBe(true);
      expect(pods.every(pod => field(pod, 'status', 'phase') === 'Running')).toBe(true);
    } finally {
      await cluster.stop();
    }
  });

  it('is the same from the same seed, and as large as asked', () => {
    const text = (seed: number) => JSON.stringify([...generateCluster({ objects: 1_234, seed })]);
    expect(text(1)).toBe(text(1));
    expect(text(2)).not.toBe(text(1));
    expect([...generateCluster({ objects: 1_234 })]).toHaveLength(1_234);
  });
});
