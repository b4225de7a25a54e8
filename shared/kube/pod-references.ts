import { isJsonObject } from '#contract/json';
import type { ContainerAt, PodTemplate } from '#contract/rule';
import { containersOf } from './containers.ts';
import { listAt, objectAt, textAt } from './json-fields.ts';

/** What a pod names of its own namespace, and by which field. */
export interface PodReference {
  readonly resource: 'configmaps' | 'secrets' | 'persistentvolumeclaims';
  readonly name: string;
  /** `volume config`, `env of container api`, `image pull` */
  readonly how: string;
}

type Resource = PodReference['resource'];

const named = (resource: Resource, name: string | undefined, how: string): readonly PodReference[] =>
  name === undefined || name === '' ? [] : [{ resource, name, how }];

const ofSource = (source: unknown, how: string): readonly PodReference[] => [
  ...named('configmaps', textAt(source, 'configMap', 'name'), how),
  // A volume says `secretName`, a source of a projected one `name`.
  ...named('secrets', textAt(source, 'secret', 'secretName') ?? textAt(source, 'secret', 'name'), how),
];

/** Plugins of storage name the Secret of their login in one of these ways. */
const ofPlugin = (volume: unknown, how: string): readonly PodReference[] =>
  Object.entries(isJsonObject(volume) ? volume : {}).flatMap(([plugin, source]) =>
    plugin === 'secret' || plugin === 'configMap'
      ? []
      : [
          textAt(source, 'secretRef', 'name'),
          textAt(source, 'nodePublishSecretRef', 'name'),
          textAt(source, 'secretName'),
        ].flatMap(name => named('secrets', name, `${how}, login of ${plugin}`)),
  );

const ofVolume = (volume: unknown, pod: PodTemplate): readonly PodReference[] => {
  const name = textAt(volume, 'name') ?? '';
  const how = `volume ${name}`;
  const ephemeral = isJsonObject(volume) && isJsonObject(volume['ephemeral']) && pod.object.kind === 'Pod';
  return [
    ...ofSource(volume, how),
    ...named('persistentvolumeclaims', textAt(volume, 'persistentVolumeClaim', 'claimName'), how),
    // The claim that is made for the pod alone is called after both.
    ...(ephemeral ? named('persistentvolumeclaims', `${pod.object.metadata.name}-${name}`, `ephemeral ${how}`) : []),
    ...listAt(volume, 'projected', 'sources').flatMap(source => ofSource(source, `projected ${how}`)),
    ...ofPlugin(volume, how),
  ];
};

const ofContainer = ({ name, value, type }: ContainerAt): readonly PodReference[] => {
  const where = `of ${type === 'container' ? 'container' : `${type} container`} ${name}`;
  return [
    ...listAt(value, 'env').flatMap(variable => {
      const from = objectAt(variable, 'valueFrom');
      return [
        ...named('configmaps', textAt(from, 'configMapKeyRef', 'name'), `env ${where}`),
        ...named('secrets', textAt(from, 'secretKeyRef', 'name'), `env ${where}`),
      ];
    }),
    ...listAt(value, 'envFrom').flatMap(source => [
      ...named('configmaps', textAt(source, 'configMapRef', 'name'), `envFrom ${where}`),
      ...named('secrets', textAt(source, 'secretRef', 'name'), `envFrom ${where}`),
    ]),
  ];
};

/** ConfigMaps, Secrets and claims that a pod needs, each use once; by name, so that whether they are there is another question. */
export const podReferences = (pod: PodTemplate): readonly PodReference[] => [
  ...listAt(pod.spec, 'volumes').flatMap(volume => ofVolume(volume, pod)),
  ...containersOf(pod).flatMap(ofContainer),
  ...listAt(pod.spec, 'imagePullSecrets').flatMap(secret => named('secrets', textAt(secret, 'name'), 'image pull')),
];

/** The account that a pod runs as; the API server fills in `default` where none is named. */
export const serviceAccountOf = (pod: PodTemplate): string =>
  [textAt(pod.spec, 'serviceAccountName'), textAt(pod.spec, 'serviceAccount')].find(name => name !== undefined && name !== '') ??
  'default';
