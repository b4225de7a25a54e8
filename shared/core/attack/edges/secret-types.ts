import type { KubeObject } from '#contract/kube';
import { textAt } from '#kube/json-fields';

const holds: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/service-account-token', 'a token of a service account that does not expire'],
  ['kubernetes.io/dockerconfigjson', 'credentials of an image registry'],
  ['kubernetes.io/dockercfg', 'credentials of an image registry'],
  ['kubernetes.io/basic-auth', 'a user name and a password'],
  ['kubernetes.io/ssh-auth', 'an SSH key'],
  ['kubernetes.io/tls', 'a certificate and its private key'],
  ['bootstrap.kubernetes.io/token', 'a token with which nodes join the cluster'],
  ['helm.sh/release.v1', 'a Helm release with the values that it was installed with'],
  ['cluster.x-k8s.io/secret', 'credentials of a cluster that Cluster API manages'],
]);

/** What its type says that it holds, as a sentence. */
export const secretHolds = (secret: KubeObject): string => {
  const type = textAt(secret, 'type') ?? 'Opaque';
  return `Secret ${secret.metadata.name} of type ${type} holds ${holds.get(type) ?? 'values that its owner chose'}.`;
};
