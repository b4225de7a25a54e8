import type { AttackEvidence } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import { textAt } from '#kube/json-fields';
import { flagsOf } from '#kube/command-flags';
import { seen } from '../reached.ts';
import { remembered } from '../remembered.ts';
import { containersIn } from '../workloads/containers-of.ts';
import type { World } from '../world.ts';
import { runningProgram } from './operators.ts';

const issuers = 'issuers.cert-manager.io';
const clusterIssuers = 'clusterissuers.cert-manager.io';

/** An issuer that signs by itself, and the Secret with which it does. */
export interface Signing {
  readonly issuer: KubeObject;
  readonly namespace: string;
  readonly secret: string;
  /** Its own key, or a login to Vault. */
  readonly by: 'key' | 'vault';
  readonly evidence: AttackEvidence;
}

/** The namespace in which a ClusterIssuer’s Secrets stand: cert-manager’s own, unless a flag names another. */
const secretsOfClusterIssuers: (world: World) => string = remembered(world => {
  const [running] = runningProgram(world, { name: 'cert-manager', images: ['cert-manager-controller'] });
  if (running === undefined) return 'cert-manager';
  for (const container of containersIn(running.workload)) {
    const named = flagsOf(container).get('cluster-resource-namespace')?.value;
    // The manifest of cert-manager writes a reference to the pod’s own namespace.
    if (named !== undefined && named !== '' && !named.startsWith('$(')) return named;
  }
  return running.workload.namespace;
});

const loginsOfVault = (issuer: KubeObject): readonly (readonly [path: string, secret: string])[] =>
  (
    [
      ['/spec/vault/auth/tokenSecretRef/name', textAt(issuer, 'spec', 'vault', 'auth', 'tokenSecretRef', 'name')],
      ['/spec/vault/auth/appRole/secretRef/name', textAt(issuer, 'spec', 'vault', 'auth', 'appRole', 'secretRef', 'name')],
      ['/spec/vault/auth/kubernetes/secretRef/name', textAt(issuer, 'spec', 'vault', 'auth', 'kubernetes', 'secretRef', 'name')],
    ] as const
  ).flatMap(([path, secret]) => (secret === undefined || secret === '' ? [] : [[path, secret] as const]));

const signingOf = (world: World, issuer: KubeObject): readonly Signing[] => {
  const namespace = issuer.kind === 'ClusterIssuer' ? secretsOfClusterIssuers(world) : (issuer.metadata.namespace ?? '');
  const own = textAt(issuer, 'spec', 'ca', 'secretName');
  const name = `${issuer.kind} ${issuer.metadata.name}`;
  return [
    ...(own === undefined || own === ''
      ? []
      : [
          {
            issuer,
            namespace,
            secret: own,
            by: 'key' as const,
            evidence: seen(world, issuer, '/spec/ca/secretName', `${name} signs with the key in Secret ${namespace}/${own}.`),
          },
        ]),
    ...loginsOfVault(issuer).map(([path, secret]) => ({
      issuer,
      namespace,
      secret,
      by: 'vault' as const,
      evidence: seen(world, issuer, path, `${name} logs in to Vault with Secret ${namespace}/${secret}.`),
    })),
  ];
};

/** Every issuer that signs what it is told: with a key of its own, or by Vault. */
export const signingIssuers: (world: World) => readonly Signing[] = remembered(world =>
  [...world.list(issuers), ...world.list(clusterIssuers)].flatMap(issuer => signingOf(world, issuer)),
);

/** Issuers that certificates of a namespace may name. */
export const issuersFor = (world: World, namespace: string): readonly Signing[] =>
  signingIssuers(world).filter(({ issuer }) => issuer.kind === 'ClusterIssuer' || issuer.metadata.namespace === namespace);
