import { textAt } from '#kube/json-fields';
import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { FoundEdge } from '../edge.ts';
import { secretId } from '../world.ts';
import { secretHolds } from './secret-types.ts';

/** Types that say whose login it is; what an Opaque Secret is for nobody can tell. */
const impacts: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': 'registry-credentials',
  'kubernetes.io/dockercfg': 'registry-credentials',
  'kubernetes.io/basic-auth': 'service-credentials',
  'kubernetes.io/ssh-auth': 'ssh-login',
  'kubernetes.io/tls': 'server-impersonation',
};

export const secretCredentials: FoundEdge = {
  kind: 'found',
  from: 'secret',
  to: 'impact',
  id: 'SECRET_CREDENTIALS',
  row: 'X3',
  title: 'The Secret is a login elsewhere',
  severity: 'medium',
  cost: 1,
  gives: 'A login to an image registry, a server or a service, or the name of a TLS server, as the type of the Secret says.',
  abuse: 'Whoever has the values logs in with them.',
  detect: 'Logins with the credential from other addresses than the cluster’s.',
  remove: 'Use credentials that expire, and limit what they may do.',
  mitigations: ['What a login may do stands where it is taken.'],
  references: [
    'https://kubernetes.io/docs/concepts/configuration/secret/#secret-types',
    'https://attack.mitre.org/techniques/T1552/007/',
  ],
  reads: ['secrets'],
  *find(world) {
    for (const secret of world.list('secrets')) {
      const type = textAt(secret, 'type') ?? '';
      const impact = Object.hasOwn(impacts, type) ? impacts[type] : undefined;
      if (impact === undefined) continue;
      const from = secretId(secret.metadata.namespace ?? '', secret.metadata.name);
      yield { from, to: impactId(impact), ...because(seen(world, secret, '/type', secretHolds(secret))) };
    }
  },
};
