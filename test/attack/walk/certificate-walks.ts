import { field } from '#test/cluster/client';
import { certificateRequest } from './certificate-request.ts';
import { accepted, mayEverything, reads, soon, type Ask, type Walk, type Walker } from './walk.ts';

const group = 'certificates.k8s.io';
const requests = `/apis/${group}/v1/certificatesigningrequests`;

interface Subject {
  readonly name: string;
  readonly groups: readonly string[];
  readonly signer: 'kube-apiserver-client' | 'kube-apiserver-client-kubelet';
}

const request = (name: string, { name: commonName, groups, signer }: Subject) => {
  const made = certificateRequest(commonName, groups);
  const body = {
    apiVersion: `${group}/v1`,
    kind: 'CertificateSigningRequest',
    metadata: { name },
    spec: {
      request: Buffer.from(made.request).toString('base64'),
      signerName: `kubernetes.io/${signer}`,
      usages: ['digital signature', 'client auth'],
    },
  };
  return { body, key: made.key };
};

const approve = (ask: Ask, name: string, body: object) =>
  ask('PUT', `${requests}/${name}/approval`, {
    ...body,
    status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Walk', message: 'walked' }] },
  });

/** Waits for the controllers, and reads what they wrote as somebody who may. */
const issued = async ({ cluster }: Walker, name: string, ms: number): Promise<string | undefined> => {
  let certificate: unknown;
  await soon(async () => {
    certificate = field((await cluster.api('GET', `${requests}/${name}`)).body, 'status', 'certificate');
    return typeof certificate === 'string';
  }, ms);
  return typeof certificate === 'string' ? Buffer.from(certificate, 'base64').toString() : undefined;
};

const secret = (namespace: string) => ({ is: `Secret ${namespace}/db`, stringData: { key: 'value' } });

const podOn = (namespace: string, node: string) => ({
  is: `Pod ${namespace}/web`,
  spec: { nodeName: node, containers: [{ name: 'a', image: 'b' }], volumes: [{ name: 'db', secret: { secretName: 'db' } }] },
});

/** R14 to R17: certificates and bootstrap tokens. The server takes bootstrap tokens. */
export const certificateWalks: readonly Walk[] = [
  {
    edge: 'CSR_CLIENT_CERT',
    name: 'approves a certificate of a group that holds every right, and gets none of system:masters',
    to: ({ id }) => `group:${id}-admins`,
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`create,get certificatesigningrequests@${group}`] },
      { to: `user:${user}`, can: [`update certificatesigningrequests/approval@${group}`] },
      { to: `user:${user}`, can: [`approve signers@${group} named kubernetes.io/kube-apiserver-client`] },
      { to: `group:${id}-admins`, can: ['* *@*'] },
    ],
    fix: { withoutGrant: 2 },
    walk: async walker => {
      const { ask, id } = walker;
      const signer = 'kube-apiserver-client';
      const masters = request(`${id}-masters`, { name: 'any', groups: ['system:masters'], signer });
      const refused = await ask('POST', requests, masters.body);
      if (refused.status !== 403) throw new Error(`system:masters: ${String(refused.status)}`);
      const own = request(id, { name: 'any', groups: [`${id}-admins`], signer });
      if (
        !(await accepted(
          () => ask('POST', requests, own.body),
          () => approve(ask, id, own.body),
        ))
      )
        return false;
      const cert = await issued(walker, id, 10_000);
      return cert !== undefined && mayEverything(walker.with({ certificate: { cert, key: own.key } }));
    },
  },
  {
    edge: 'CSR_CLIENT_CERT',
    name: 'needs no less than the subresource approval',
    to: ({ id }) => `group:${id}-admins`,
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`create,get certificatesigningrequests@${group}`] },
      { to: `user:${user}`, can: [`update certificatesigningrequests/approval@${group}`] },
      { to: `user:${user}`, can: [`approve signers@${group} named kubernetes.io/*`] },
      { to: `group:${id}-admins`, can: ['* *@*'] },
    ],
    fix: { withoutGrant: 1 },
    walk: async walker => {
      const { ask, id } = walker;
      const own = request(id, { name: 'any', groups: [`${id}-admins`], signer: 'kube-apiserver-client' });
      if (
        !(await accepted(
          () => ask('POST', requests, own.body),
          () => approve(ask, id, own.body),
        ))
      )
        return false;
      const cert = await issued(walker, id, 10_000);
      return cert !== undefined && mayEverything(walker.with({ certificate: { cert, key: own.key } }));
    },
  },
  {
    edge: 'CSR_KUBELET_CERT',
    name: 'has the certificate of an existing node approved unasked',
    to: ({ id }) => `user:system:node:${id}`,
    grants: ({ user }) => [
      { to: `user:${user}`, can: [`create,get certificatesigningrequests@${group}`] },
      { to: `user:${user}`, can: [`create certificatesigningrequests/nodeclient@${group}`] },
    ],
    objects: ({ id, namespace }) => [`Node ${id}`, secret(namespace), podOn(namespace, id)],
    fix: { withoutGrant: 1 },
    walk: async walker => {
      const { ask, id, namespace } = walker;
      const own = request(id, { name: `system:node:${id}`, groups: ['system:nodes'], signer: 'kube-apiserver-client-kubelet' });
      if (!(await accepted(() => ask('POST', requests, own.body)))) return false;
      const cert = await issued(walker, id, 4000);
      if (cert === undefined) return false;
      const kubelet = walker.with({ certificate: { cert, key: own.key } });
      return soon(() => reads(kubelet, `/api/v1/namespaces/${namespace}/secrets/db`), 3000);
    },
  },
  {
    edge: 'CSR_SIGN',
    name: 'puts a certificate of its own into a request',
    to: () => 'impact:signs-certificates',
    grants: ({ user }) => [
      { to: `user:${user}`, can: [`sign signers@${group} named kubernetes.io/kube-apiserver-client`] },
      {
        to: `user:${user}`,
        can: [`create certificatesigningrequests@${group}`, `update certificatesigningrequests/status@${group}`],
      },
    ],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, cluster, id } = walker;
      const own = request(id, { name: 'any', groups: [], signer: 'kube-apiserver-client' });
      if (!(await accepted(() => ask('POST', requests, own.body)))) return false;
      const certificate = Buffer.from(cluster.certificates.nobody.cert).toString('base64');
      const stored = (await cluster.api('GET', `${requests}/${id}`)).body as object;
      return accepted(() => ask('PUT', `${requests}/${id}/status`, { ...stored, status: { certificate } }));
    },
  },
  {
    edge: 'BOOTSTRAP_TOKEN_MINT',
    name: 'makes a token that joining nodes use',
    to: () => 'group:system:bootstrappers',
    grants: ({ user }) => [{ to: `user:${user}`, in: 'kube-system', can: ['create secrets'] }],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, id } = walker;
      const tokenId = id
        .replaceAll(/[^a-z0-9]/g, '')
        .padEnd(6, '0')
        .slice(-6);
      const value = 'abcdef0123456789';
      const made = await accepted(() =>
        ask('POST', '/api/v1/namespaces/kube-system/secrets', {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: `bootstrap-token-${tokenId}`, namespace: 'kube-system' },
          type: 'bootstrap.kubernetes.io/token',
          stringData: {
            'token-id': tokenId,
            'token-secret': value,
            'usage-bootstrap-authentication': 'true',
            'auth-extra-groups': 'system:bootstrappers:walk',
          },
        }),
      );
      const joining = walker.with({ token: `${tokenId}.${value}` });
      const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
      return (
        made &&
        soon(async () => {
          const answer = await joining('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', review);
          const groups = field(answer.body, 'status', 'userInfo', 'groups');
          return Array.isArray(groups) && groups.includes('system:bootstrappers') && groups.includes('system:bootstrappers:walk');
        })
      );
    },
  },
];
