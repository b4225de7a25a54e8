/** The Kubernetes versions that tests can run, and how each is built. */
export interface KubernetesVersion {
  /** The tag of k8s.io/kubernetes, for example v1.37.2. */
  readonly kubernetes: string;
  /** The tag of its staging modules. */
  readonly staging: string;
}

export function kubernetesVersion(tag: string): KubernetesVersion {
  if (!/^v1\.\d+\.\d+$/.test(tag)) throw new Error(`Not a Kubernetes release tag: ${tag}`);
  return { kubernetes: tag, staging: tag.replace(/^v1/, 'v0') };
}

/** What `npm test` runs against. */
export const current = kubernetesVersion('v1.37.2');

/**
 * Oldest first. v1.27.16 cannot always be built: where the checksum database does not know its modules, Go refuses
 * them, rightly. Then v1.28.15 is the oldest.
 */
export const older = ['v1.27.16', 'v1.28.15', 'v1.29.15', 'v1.30.14'].map(kubernetesVersion);

/** The etcd that is built where none is found. */
export const etcdVersion = 'v3.7.3';
