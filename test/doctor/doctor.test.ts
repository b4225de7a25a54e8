import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runDoctor, type DoctorOptions } from '#node/doctor/doctor';
import { loadSources } from '#node/kubeconfig/sources';
import { connect } from '#node/transport/connect';
import type { TestCluster } from '#test/cluster/cluster';
import type { PersonaName } from '#test/cluster/personas';
import { sharedCluster } from '#test/cluster/shared';
import { clusterSuite } from '#test/cluster/suite';

/** The doctor and impersonation against the real API server, which is the judge of both. */
let cluster: TestCluster;
const file = join(tmpdir(), `plumbline-doctor-${process.pid}`);
const options: DoctorOptions = { requestTimeout: 20_000, env: { PATH: '/usr/bin:/bin' }, trustExec: false, redact: text => text };

async function resolve(persona: PersonaName): Promise<Awaited<ReturnType<typeof loadSources>>> {
  await writeFile(file, cluster.kubeconfig(persona));
  return loadSources({ flag: file, env: {}, home: '/nowhere' });
}

async function check(persona: PersonaName, who: RegExp, rights: RegExp): Promise<void> {
  const report = await runDoctor({ name: persona, resolved: (await resolve(persona)).resolve(undefined) }, options);
  const step = (id: string): string =>
    report.steps
      .filter(one => one.id === id)
      .map(one => `${one.state}: ${one.seen}`)
      .join();
  expect(report.steps.map(one => one.state).join(' ')).toBe('pass pass pass pass skip pass pass pass');
  expect(step('authentication')).toMatch(who);
  expect(step('authorization')).toMatch(rights);
}

await clusterSuite('the doctor on a real API server', () => {
  beforeAll(async () => {
    cluster = await sharedCluster();
  });
  afterAll(() => rm(file, { force: true }));

  it('admin', () => check('admin', /admin, in the groups .*system:authenticated/, /may list namespaces/));
  // The fixtures give `view` to everyone who is authenticated: just the finding that a posture tool is there for.
  it('nobody', () => check('nobody', /nobody, in the groups system:authenticated/, /may list namespaces/));

  it('two impersonated groups arrive as two', async () => {
    const resolved = (await resolve('admin')).resolve(undefined);
    if (!resolved.ok) throw new Error(resolved.error.what);
    const connection = await connect(resolved.value, { ...options, as: 'jané', asGroups: ['dev', 'ops, all'] });
    if (!connection.ok) throw new Error(connection.error.what);
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const answer = await connection.value.request({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body,
    });
    await connection.value.close();
    const review: unknown = answer.ok ? JSON.parse(answer.value.text) : answer.error;
    expect(review).toMatchObject({
      status: { userInfo: { username: 'jané', groups: ['dev', 'ops, all', 'system:authenticated'] } },
    });
  });
});
