/**
 * Who asks in tests. Each has a client certificate and a token for the same user and groups.
 *
 * - admin: system:masters, anything
 * - developer: `edit` in two namespaces, no right to list namespaces
 * - auditor: reads everything but Secrets (RBAC cannot say "all but": so the groups are named one by one)
 * - nobody: no right beyond what every authenticated user has (discovery, reviews of itself)
 */
import type { KubeObject } from './object.ts';

export const personaNames = ['admin', 'developer', 'auditor', 'nobody'] as const;
export type PersonaName = (typeof personaNames)[number];

export const personaGroups: Readonly<Record<PersonaName, readonly string[]>> = {
  admin: ['system:masters'],
  developer: ['developers'],
  auditor: ['auditors'],
  nobody: [],
};

export const developerNamespaces = ['team-a', 'team-b'] as const;

const read = ['get', 'list', 'watch'];

const coreResources = [
  'bindings',
  'componentstatuses',
  'configmaps',
  'endpoints',
  'events',
  'limitranges',
  'namespaces',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'pods/log',
  'pods/status',
  'podtemplates',
  'replicationcontrollers',
  'resourcequotas',
  'serviceaccounts',
  'services',
];

const builtInGroups = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
];

const rbac = 'rbac.authorization.k8s.io';

/** What gives the personas their rights; admin's come from its group. */
export function personaObjects(): readonly KubeObject[] {
  return [
    ...developerNamespaces.map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...developerNamespaces.map(namespace => ({
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'developers-edit', namespace },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'edit' },
      subjects: [{ apiGroup: rbac, kind: 'Group', name: 'developers' }],
    })),
    ...auditorRights('plumbline-auditor', [
      { apiGroups: [''], resources: coreResources, verbs: read },
      { apiGroups: builtInGroups, resources: ['*'], verbs: read },
    ]),
  ];
}

/** Lets the auditor read the custom resources of these API groups too. */
export function auditorRightsFor(name: string, apiGroups: readonly string[]): readonly KubeObject[] {
  return auditorRights(`plumbline-auditor-${name}`, [{ apiGroups, resources: ['*'], verbs: read }]);
}

function auditorRights(name: string, rules: readonly unknown[]): readonly KubeObject[] {
  return [
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects: [{ apiGroup: rbac, kind: 'Group', name: 'auditors' }],
    },
  ];
}
