import type { FoundEdge } from '../edge.ts';
import { because, seen } from '../reached.ts';
import { namespaceId, secretId } from '../world.ts';
import { secretHolds } from './secret-types.ts';
import { workloadReferences } from './workload-words.ts';

export const workloadMountSecret: FoundEdge = {
  kind: 'found',
  id: 'WORKLOAD_MOUNT_SECRET',
  row: 'R20',
  title: 'Mounts a Secret of the namespace',
  severity: 'high',
  cost: 1,
  gives: 'Every value that the Secret holds.',
  abuse:
    'A pod names the Secrets that it mounts or takes its environment from; no right on Secrets is asked of its creator. The same holds for ConfigMaps and volume claims of the namespace.',
  detect:
    'Audit events with verb create or update on workloads, whose requestObject names the Secret in volumes, env, envFrom or imagePullSecrets.',
  remove:
    'Keep Secrets in namespaces where nobody else may create workloads, or fetch them by an identity of the workload itself.',
  mitigations: ['A ValidatingAdmissionPolicy on pods that allows a list of Secrets only.'],
  references: [...workloadReferences, 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
  reads: ['secrets'],
  from: 'namespace',
  to: 'secret',
  *find(world) {
    for (const namespace of world.namespaces)
      for (const secret of world.list('secrets', namespace))
        yield {
          from: namespaceId(namespace),
          to: secretId(namespace, secret.metadata.name),
          ...because(seen(world, secret, '/type', secretHolds(secret))),
        };
  },
};
