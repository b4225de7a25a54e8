import type { KubeObject } from '#contract/kube';
import type { Related, RelationGroup } from '#contract/objects';
import { listAt, textAt } from '#kube/json-fields';
import { type PodReference, podReferences, serviceAccountOf } from '#kube/pod-references';
import { workloadResources } from '#kube/pod-templates';
import { gatewayCertificates } from './gateway.ts';
import { builtinType, groupOf, named, present } from './related.ts';
import type { RelationReader, Scope } from './relation-reader.ts';
import { rootsAmong, templatesIn } from './workloads.ts';

type Target = PodReference['resource'];

const workloads = (namespace: string | undefined): readonly Scope[] =>
  workloadResources.map(resource => ({ resource, namespace }));

const byWorkloads = (object: KubeObject, target: Target, reader: RelationReader): readonly Related[] => {
  const { name, namespace } = object.metadata;
  const users = templatesIn(reader, workloadResources, namespace).filter(template =>
    podReferences(template).some(reference => reference.resource === target && reference.name === name),
  );
  return rootsAmong(users).flatMap(template =>
    podReferences(template)
      .filter(reference => reference.resource === target && reference.name === name)
      .map(({ how }) => present(reader, template.object, how)),
  );
};

/** Secrets that an account hands to its pods, or may mount. */
export const secretsOfAccount = (account: KubeObject): readonly { readonly name: string; readonly how: string }[] =>
  (
    [
      ['secrets', 'listed in secrets'],
      ['imagePullSecrets', 'image pull of its pods'],
    ] as const
  ).flatMap(([list, how]) =>
    listAt(account, list).flatMap(entry => {
      const name = textAt(entry, 'name');
      return name === undefined ? [] : [{ name, how }];
    }),
  );

/** Secrets with the certificates of an Ingress. */
export const certificatesOf = (ingress: KubeObject): readonly string[] =>
  listAt(ingress, 'spec', 'tls').flatMap(tls => textAt(tls, 'secretName') ?? []);

const tokenOf = 'kubernetes.io/service-account.name';

const bySecretUsers = (secret: KubeObject, reader: RelationReader): readonly Related[] => {
  const { name, namespace } = secret.metadata;
  const account = textAt(secret, 'metadata', 'annotations', tokenOf);
  return [
    ...reader
      .list('ingresses.networking.k8s.io', namespace)
      .filter(ingress => certificatesOf(ingress).includes(name))
      .map(ingress => present(reader, ingress, 'certificate')),
    ...reader.list('serviceaccounts', namespace).flatMap(user =>
      secretsOfAccount(user)
        .filter(entry => entry.name === name)
        .map(({ how }) => present(reader, user, how)),
    ),
    ...(account === undefined
      ? []
      : [named(reader, { type: builtinType('serviceaccounts'), namespace, name: account, how: 'token of this account' })]),
    ...gatewayCertificates(reader, secret),
  ];
};

const secretScopes = (namespace: string | undefined): readonly Scope[] => [
  { resource: 'ingresses.networking.k8s.io', namespace },
  { resource: 'serviceaccounts', namespace },
  { resource: 'gateways.gateway.networking.k8s.io' },
];

/** What mounts a ConfigMap, Secret or claim, or reads it into its environment; of pods the workload that made them. */
export const mountedBy = (object: KubeObject, target: Target, reader: RelationReader): RelationGroup => {
  const { namespace } = object.metadata;
  const isSecret = target === 'secrets';
  return groupOf(
    reader,
    'mountedBy',
    [...byWorkloads(object, target, reader), ...(isSecret ? bySecretUsers(object, reader) : [])],
    [...workloads(namespace), ...(isSecret ? secretScopes(namespace) : [])],
  );
};

/** Workloads whose pods run as this account. */
export const accountUsers = (account: KubeObject, reader: RelationReader): RelationGroup => {
  const { name, namespace } = account.metadata;
  const users = templatesIn(reader, workloadResources, namespace).filter(template => serviceAccountOf(template) === name);
  return groupOf(
    reader,
    'usedBy',
    rootsAmong(users).map(template => present(reader, template.object)),
    workloads(namespace),
  );
};

export const secretsMounted = (
  object: KubeObject,
  secrets: readonly { readonly name: string; readonly how: string }[],
  reader: RelationReader,
): RelationGroup =>
  groupOf(
    reader,
    'mounts',
    secrets.map(({ name, how }) =>
      named(reader, { type: builtinType('secrets'), namespace: object.metadata.namespace, name, how }),
    ),
  );
