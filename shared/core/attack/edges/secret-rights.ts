import type { Right } from '../edge.ts';

/** A list or a watch answers with the values too; with a field selector it carries a name. */
export const readsSecret = (name: Right['name']): Right => ({
  verbs: ['get', 'list', 'watch'],
  group: '',
  resources: ['secrets'],
  where: 'target',
  name,
});

export const secretReadDetect =
  'Audit events with verb get, list or watch and objectRef.resource secrets; for a named one, objectRef.name.';

export const secretReadReferences: readonly string[] = [
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets',
  'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
];
