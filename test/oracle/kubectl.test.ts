import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clusterSuite } from '#test/cluster/suite';
import { kubectlContexts, kubectlCurrentContext, kubectlView } from './kubectl.ts';

await clusterSuite('kubectl as the judge of kubeconfig files', () => {
  let home = '';
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'plumbline-kubectl-'));
    await mkdir(join(home, '.kube'));
    await writeFile(join(home, '.kube/config'), config('default', 'from-home'));
    await writeFile(join(home, 'one'), config('shared', 'from-one', 'ca.crt'));
    await writeFile(join(home, 'two'), config('shared', 'from-two'));
    await writeFile(join(home, 'three'), config('third', 'from-three'));
    await writeFile(join(home, 'broken'), 'apiVersion: v1\nkind: Config\nclusters: [');
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  const files = (...names: readonly string[]) => ({ home, kubeconfig: names.map(name => join(home, name)) });

  it('merges a list: the first wins, missing files are passed over', async () => {
    const view = await kubectlView(files('one', 'missing', 'two', 'three'));
    expect(view).toMatchObject({
      ok: true,
      value: {
        'current-context': 'shared',
        clusters: [
          { name: 'shared', cluster: { server: 'https://from-one.example.com', 'certificate-authority': 'ca.crt' } },
          { name: 'third', cluster: { server: 'https://from-three.example.com' } },
        ],
      },
    });
    expect(await kubectlContexts(files('one', 'two', 'three'))).toMatchObject({ value: ['shared', 'third'] });
  });

  it('shows by --flatten which file a relative path means', async () => {
    const folder = join(home, 'elsewhere');
    await mkdir(folder);
    await writeFile(join(folder, 'config'), config('relative', 'host', 'ca.crt'));
    await writeFile(join(folder, 'ca.crt'), 'authority of elsewhere');
    const view = await kubectlView({ home, kubeconfig: [join(folder, 'config')] }, ['--flatten']);
    const data = Buffer.from('authority of elsewhere').toString('base64');
    expect(view).toMatchObject({ value: { clusters: [{ cluster: { 'certificate-authority-data': data } }] } });
  });

  it('reads the default path without KUBECONFIG, and none of the real home', async () => {
    expect(await kubectlCurrentContext(files())).toMatchObject({ ok: true, value: 'default' });
  });

  it('refuses a broken file with its reason', async () => {
    const view = await kubectlView(files('one', 'broken'));
    expect(view.ok ? '' : view.error).toContain(join(home, 'broken'));
  });
});

function config(name: string, host: string, authority?: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: {
          server: `https://${host}.example.com`,
          ...(authority === undefined ? {} : { 'certificate-authority': authority }),
        },
      },
    ],
    users: [{ name, user: { token: host } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}
