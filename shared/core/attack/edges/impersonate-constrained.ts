import type { Right, RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';
import type { World } from '../world.ts';
import { impersonationDetect } from './impersonation.ts';

interface Mode {
  readonly mode: 'user-info' | 'serviceaccount' | 'arbitrary-node' | 'associated-node';
  readonly resources: readonly string[];
  readonly where: Right['where'];
  readonly as: string;
  readonly severity: RightsEdge['severity'];
}

const modes: readonly Mode[] = [
  { mode: 'user-info', resources: ['users'], where: 'cluster', as: 'a user', severity: 'high' },
  { mode: 'serviceaccount', resources: ['serviceaccounts'], where: 'target', as: 'a service account', severity: 'high' },
  { mode: 'arbitrary-node', resources: ['nodes'], where: 'cluster', as: 'any kubelet', severity: 'high' },
  { mode: 'associated-node', resources: ['nodes'], where: 'cluster', as: 'the kubelet of its own node', severity: 'medium' },
];

const someoneMay: (world: Ruled) => boolean = ofPolicy(({ policy }) =>
  policy.roles.some(({ rules }) => rules.some(({ verbs }) => verbs.some(verb => verb.startsWith('impersonate:')))),
);

function* targets(world: World): Iterable<Target> {
  // Holders of `*` have the old verb impersonate as well, which is told by itself.
  if (someoneMay(world)) yield { id: 'impact:constrained-impersonation', name: '', ...open };
}

const edgeOf = ({ mode, resources, where, as, severity }: Mode): RightsEdge => ({
  kind: 'rights',
  id: `IMPERSONATE_CONSTRAINED_${mode.toUpperCase().replaceAll('-', '_')}`,
  row: 'R9',
  title: `Acts as ${as}, for some verbs only`,
  severity,
  cost: 1,
  gives: `What impersonate-on:${mode} verbs allow, with the rights of ${as}.`,
  abuse: `Constrained impersonation asks for two rights: impersonate:${mode} on whom to act as, and impersonate-on:${mode} with the verb of the request on its object. The old verb impersonate is not needed, so that a search for it finds nothing.`,
  detect: impersonationDetect,
  remove: `Remove the verb impersonate:${mode}, or the verbs that begin with impersonate-on:${mode}.`,
  mitigations: ['The feature gate ConstrainedImpersonation (alpha in 1.35, beta in 1.36) may be off.'],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/',
    'https://github.com/kubernetes/enhancements/issues/5284',
  ],
  since: 35,
  to: 'impact',
  scope: 'namespace',
  rights: [
    [{ verbs: [`impersonate:${mode}`], group: 'authentication.k8s.io', resources, where, name: 'some' }],
    [{ verbs: [`impersonate-on:${mode}:?`], group: '?', resources: ['?'], where: 'target', name: 'some' }],
  ],
  targets,
});

export const impersonateConstrained: readonly RightsEdge[] = modes.map(edgeOf);
