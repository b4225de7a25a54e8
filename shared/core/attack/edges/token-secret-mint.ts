import type { RightsEdge, Target } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { serviceAccountId, type World } from '../world.ts';
import { accountsIn } from './account-targets.ts';
import { namesInRules } from './rule-names.ts';
import { readsSecret, secretReadReferences } from './secret-rights.ts';

const named = { verbs: ['create', 'patch', 'get', 'list', 'watch'], group: '', resources: ['secrets'] };

const write = { operation: 'CREATE', group: '', resource: 'secrets' } as const;
const refusals = [
  "object.type!='kubernetes.io/service-account-token'",
  "!(object.type=='kubernetes.io/service-account-token')",
  "!has(object.type)||object.type!='kubernetes.io/service-account-token'",
];

function* targets(world: World, namespace: string): Iterable<Target> {
  const reached = admissionOf(world, { ...write, namespace, refusals });
  // The type of a Secret never changes: only a name that is free serves.
  const free = namesInRules(world, named).filter(name => world.get('secrets', namespace, name) === undefined);
  for (const account of accountsIn(world, namespace))
    for (const name of ['', ...free]) yield { id: serviceAccountId(namespace, account), name, ...reached };
}

/**
 * A POST carries no name, and then any name may be chosen for it: one that may be read. By a rule with resourceNames a Secret is
 * made by server-side apply only, which asks for create and patch with the name.
 */
export const tokenSecretMint: RightsEdge = {
  kind: 'rights',
  id: 'TOKEN_SECRET_MINT',
  row: 'R12',
  title: 'Makes a token Secret of a service account',
  severity: 'high',
  cost: 2,
  gives: 'All rights of any service account of the namespace, with a token that does not expire.',
  abuse:
    'A controller fills every new Secret of type kubernetes.io/service-account-token with a token of the account that its annotation names. Its maker needs to read that Secret, not others.',
  detect:
    'Audit events with verb create and objectRef.resource secrets, whose requestObject.type is kubernetes.io/service-account-token.',
  remove: 'Remove create on secrets, or get, list and watch on them.',
  mitigations: ['A ValidatingAdmissionPolicy that denies Secrets of type kubernetes.io/service-account-token.'],
  references: [
    'https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets',
    'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#token-controller',
    ...secretReadReferences,
  ],
  to: 'service-account',
  scope: 'namespace',
  reads: ['serviceaccounts', 'secrets'],
  rights: [
    [{ verbs: ['create'], group: '', resources: ['secrets'], where: 'target', name: 'target' }],
    [
      { verbs: ['create'], group: '', resources: ['secrets'], where: 'target', name: 'none' },
      { verbs: ['patch'], group: '', resources: ['secrets'], where: 'target', name: 'target' },
    ],
    [readsSecret('target')],
  ],
  targets,
};
