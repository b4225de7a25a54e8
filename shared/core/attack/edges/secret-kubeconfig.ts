import { textAt } from '#kube/json-fields';
import { cloudId } from '../cluster/cloud.ts';
import { because, seen } from '../reached.ts';
import type { FoundEdge } from '../edge.ts';
import { secretId } from '../world.ts';

const label = 'argocd.argoproj.io/secret-type';

/** Keys under which programs keep a kubeconfig. */
const kubeconfigKeys: ReadonlySet<string> = new Set([
  'kubeconfig',
  'kubeconfig.yaml',
  'kube-config',
  'admin.conf',
  'config.kubeconfig',
]);

export const secretKubeconfig: FoundEdge = {
  kind: 'found',
  from: 'secret',
  to: 'cloud',
  id: 'SECRET_KUBECONFIG',
  row: 'X4',
  title: 'The Secret is a login to a cluster',
  severity: 'high',
  cost: 1,
  gives: 'The rights of the kubeconfig in the cluster that it is for, which may be this one.',
  abuse:
    'Cluster API keeps an administrator’s kubeconfig of each cluster in a Secret, and Argo CD its login to each cluster; others name a key kubeconfig.',
  detect: 'Logins of that user from other addresses than the management cluster’s.',
  remove: 'Keep such Secrets in namespaces in which nobody else may read Secrets or run pods.',
  mitigations: ['Which rights it has stands in the other cluster.'],
  references: ['https://cluster-api.sigs.k8s.io/', 'https://attack.mitre.org/techniques/T1552/001/'],
  reads: ['secrets'],
  *find(world) {
    for (const secret of world.list('secrets')) {
      const { name, namespace = '' } = secret.metadata;
      const key = world.facts(secret, 'secret-key').find(fact => kubeconfigKeys.has(fact.class));
      const isClusterApi = textAt(secret, 'type') === 'cluster.x-k8s.io/secret' && name.endsWith('-kubeconfig');
      const isArgo = textAt(secret, 'metadata', 'labels', label) === 'cluster';
      if (key === undefined && !isClusterApi && !isArgo) continue;
      const evidence =
        key === undefined
          ? seen(world, secret, isArgo ? '/metadata/labels' : '/type', `Secret ${name} holds a login to a cluster.`)
          : { object: key.object, path: key.path, what: `Secret ${name} has the key ${key.class}.` };
      yield { from: secretId(namespace, name), to: cloudId('cluster', `${namespace}/${name}`), ...because(evidence) };
    }
  },
};
