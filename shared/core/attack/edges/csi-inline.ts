import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { createsWorkload } from './workload-resources.ts';
import { textAt, textsAt } from '#kube/json-fields';

/** Drivers whose inline volumes any pod may have, unless a policy ties them to a level of Pod Security. */
export const csiInline: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'CSI_INLINE',
  row: 'R44',
  title: 'Gives orders to a storage driver from a pod',
  severity: 'medium',
  cost: 2,
  gives:
    'What the driver does for the attributes of an inline volume: some mount Secrets of a vault, some any export of a server.',
  abuse:
    'A CSI driver with the mode Ephemeral takes its parameters from the pod itself: no StorageClass and no PersistentVolume of an administrator stands in between.',
  detect: 'Pods with csi volumes of a driver that their namespace does not use otherwise.',
  remove: 'Take Ephemeral out of the driver’s volumeLifecycleModes, or refuse its inline volumes by a policy.',
  mitigations: ['OpenShift judges inline volumes by the driver’s label; Pod Security does not.'],
  references: ['https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-driver-restrictions'],
  reads: ['csidrivers.storage.k8s.io'],
  rights: [createsWorkload],
  *targets(world) {
    for (const driver of world.list('csidrivers.storage.k8s.io')) {
      const { name } = driver.metadata;
      if (!textsAt(driver, 'spec', 'volumeLifecycleModes').includes('Ephemeral')) continue;
      const level = textAt(driver, 'metadata', 'labels', 'security.openshift.io/csi-ephemeral-volume-profile');
      if (level !== undefined && level !== 'restricted') continue;
      const what = `Driver ${name} takes inline volumes.`;
      yield { id: impactId('tenant-data'), name: '', ...because(seen(world, driver, '/spec/volumeLifecycleModes', what)) };
      return;
    }
  },
};
