import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import type { World } from '../world.ts';
import { impersonates, impersonationDetect, impersonationReferences } from './impersonation.ts';

function* targets(world: World): Iterable<Target> {
  for (const { metadata } of world.list('nodes')) {
    const name = `system:node:${metadata.name}`;
    yield { id: `user:${name}`, name, ...open };
  }
}

export const impersonateNode: RightsEdge = {
  kind: 'rights',
  id: 'IMPERSONATE_NODE',
  row: 'R7',
  title: 'Acts as a kubelet',
  severity: 'high',
  cost: 1,
  gives: 'What the kubelet of that node may do: read Secrets of the pods there, and request tokens of their accounts.',
  abuse: 'The Node authorizer knows a kubelet by its user name and by group system:nodes together: both must be impersonable.',
  detect: impersonationDetect,
  remove: 'Remove the verb impersonate on groups, or limit it by resourceNames; never allow system:nodes.',
  mitigations: ['The Node authorizer limits a kubelet to what pods on its own node need.'],
  references: [...impersonationReferences, 'https://kubernetes.io/docs/reference/access-authn-authz/node/'],
  to: 'user',
  scope: 'cluster',
  reads: ['nodes'],
  rights: [[impersonates('users', 'target')], [impersonates('groups', { is: 'system:nodes' })]],
  targets,
};
