import type { RightsEdge, Target } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { together } from '../reached.ts';
import type { World } from '../world.ts';
import { bootstrapAuthenticator, bootstrapGroups, bootstrapReferences } from './bootstrap-tokens.ts';

const write = { operation: 'CREATE', group: '', resource: 'secrets', namespace: 'kube-system' } as const;
const refusals = ["object.type!='bootstrap.kubernetes.io/token'"];

function* targets(world: World): Iterable<Target> {
  const reached = together(bootstrapAuthenticator(world), admissionOf(world, { ...write, refusals }));
  for (const group of bootstrapGroups(world)) yield { id: `group:${group}`, name: '', ...reached };
}

export const bootstrapTokenMint: RightsEdge = {
  kind: 'rights',
  id: 'BOOTSTRAP_TOKEN_MINT',
  row: 'R14',
  title: 'Makes a bootstrap token',
  severity: 'high',
  cost: 1,
  gives: 'Membership in any group whose name begins with system:bootstrappers:, and by it the identity of a node.',
  abuse:
    'A Secret of type bootstrap.kubernetes.io/token in kube-system is a token as soon as it is there; its maker chooses the value and the groups.',
  detect:
    'Audit events with verb create, objectRef.resource secrets and objectRef.namespace kube-system, whose requestObject.type is bootstrap.kubernetes.io/token.',
  remove: 'Remove create on secrets in kube-system, which is a right over the whole cluster in other ways too.',
  mitigations: ['The flag --enable-bootstrap-token-auth of the API server may be off.'],
  references: bootstrapReferences,
  to: 'group',
  scope: 'cluster',
  rights: [[{ verbs: ['create'], group: '', resources: ['secrets'], where: { namespace: 'kube-system' }, name: 'none' }]],
  targets,
};
