import { listAt, objectAt, textAt } from '#kube/json-fields';
import type { Workload } from '../world.ts';
import { containersIn } from './containers-of.ts';

const none: ReadonlySet<string> = new Set();

/** Kinds of volumes that need no login; most volumes are of these. */
const plain: ReadonlySet<string> = new Set([
  'name',
  'configMap',
  'emptyDir',
  'secret',
  'projected',
  'hostPath',
  'persistentVolumeClaim',
  'downwardAPI',
]);

const names = ({ podSpec }: Workload): readonly (string | undefined)[] => [
  ...listAt(podSpec, 'imagePullSecrets').map(secret => textAt(secret, 'name')),
  ...listAt(podSpec, 'volumes').flatMap(volume => [
    textAt(volume, 'secret', 'secretName'),
    ...listAt(volume, 'projected', 'sources').map(source => textAt(source, 'secret', 'name')),
    // Drivers name the Secret of their login in one of these ways.
    ...Object.entries(objectAt(volume)).flatMap(([kind, plugin]) =>
      plain.has(kind) ? [] : [textAt(plugin, 'secretRef', 'name'), textAt(plugin, 'nodePublishSecretRef', 'name')],
    ),
  ]),
];

const ofContainers = (workload: Workload): readonly (string | undefined)[] =>
  containersIn(workload).flatMap(({ value }) => [
    ...listAt(value, 'env').map(variable => textAt(variable, 'valueFrom', 'secretKeyRef', 'name')),
    ...listAt(value, 'envFrom').map(source => textAt(source, 'secretRef', 'name')),
  ]);

/** Secrets that a pod refers to in any way: those for pulling images, and those that no container mounts, included. */
export const referredSecrets = (workload: Workload): ReadonlySet<string> => {
  const found = [...names(workload), ...ofContainers(workload)].filter(name => name !== undefined && name !== '');
  return found.length === 0 ? none : new Set(found as readonly string[]);
};
