import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Requester } from '#core/rbac/policy';
import { type SignerVerb, signerAccesses } from '#kube/rbac/signers';
import { impliedGroups } from '#kube/rbac/user-names';
import { certificateRequest } from '#test/attack/walk/certificate-request';
import { field } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { authorizerNow, create, settle } from './live-state.ts';
import { bindingObject, roleObject } from './state.ts';

const group = 'certificates.k8s.io';
const requests = `/apis/${group}/v1/certificatesigningrequests`;
const signer = 'kubernetes.io/kube-apiserver-client';

/** Rules on signers, each held by a user of its own beside the right to write the subresources. */
const rules: readonly (readonly [string, readonly string[]])[] = [
  ['nothing', []],
  ['by-name', [`approve,sign ${group} signers ${signer}`]],
  ['by-domain', [`approve ${group} signers kubernetes.io/*`]],
  ['by-star', [`approve,sign ${group} signers *`]],
  ['by-prefix', [`approve ${group} signers kubernetes.io/kube*`]],
  ['by-other', [`approve,sign ${group} signers example.com/*`, `approve ${group} signers kubernetes.io/kubelet-serving`]],
  ['any', [`approve,sign ${group} signers`]],
  ['any-resource', [`approve ${group} *`]],
  ['wrong-group', ['approve,sign - signers']],
  ['sign-only', [`sign ${group} signers kubernetes.io/*`]],
];

const requesterOf = (user: string): Requester => ({ user, groups: impliedGroups(user) });

await clusterSuite('signers as the API server asks for them', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startCluster({ controllers: quietControllers });
    const base = `update ${group} certificatesigningrequests/approval,certificatesigningrequests/status`;
    await create(
      cluster,
      rules.flatMap(([user, own]) => [roleObject(user, [base, ...own]), bindingObject(`${user} -> ${user} user:${user}`)]),
    );
    await settle(cluster, 'team-a');
    const { request } = certificateRequest('someone', []);
    const body = {
      apiVersion: `${group}/v1`,
      kind: 'CertificateSigningRequest',
      metadata: { name: 'r' },
      spec: { request: Buffer.from(request).toString('base64'), signerName: signer, usages: ['client auth'] },
    };
    const answer = await cluster.api('POST', requests, body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  });
  afterAll(() => cluster?.stop());

  /** A dry run: admission asks for the signer all the same. */
  const write = async (user: string, verb: SignerVerb): Promise<number> => {
    const current = (await cluster.api('GET', `${requests}/r`)).body;
    const metadata = field(current, 'metadata');
    const approved = { type: 'Approved', status: 'True', reason: 'test', message: '' };
    const status =
      verb === 'approve' ? { conditions: [approved] } : { certificate: Buffer.from(cluster.caPem).toString('base64') };
    const body = { apiVersion: `${group}/v1`, kind: 'CertificateSigningRequest', metadata, spec: field(current, 'spec'), status };
    const path = `${requests}/r/${verb === 'approve' ? 'approval' : 'status'}?dryRun=All`;
    return (await cluster.api('PUT', path, body, { headers: { 'impersonate-user': user } })).status;
  };

  it.each(['approve', 'sign'] as const)('%s', async verb => {
    const authorizer = await authorizerNow(cluster);
    const told: string[] = [];
    const ours: string[] = [];
    for (const [user] of rules) {
      const may = signerAccesses(verb, signer).some(access => authorizer.decide(requesterOf(user), access).allowed === true);
      ours.push(`${user} ${may ? '200' : '403'}`);
      told.push(`${user} ${String(await write(user, verb))}`);
    }
    expect(told).toEqual(ours);
    expect(new Set(ours.map(line => line.slice(-3))).size).toBe(2);
  });
});
