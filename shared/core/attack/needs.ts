import type { Need } from '#contract/coverage';
import type { ResourceName } from '#contract/kube';
import type { GraphState } from './graph/graph-state.ts';

const readLists = ['serviceaccounts', 'pods', 'namespaces'] as const;

const keyOf = ({ group, resource, verb, namespace }: Need): string => `${group}/${resource}/${verb}/${namespace ?? ''}`;

/** Each once, in order. */
export const distinctNeeds = (needs: readonly Need[]): readonly Need[] => [
  ...new Map(needs.map(need => [keyOf(need), need])).values(),
];

/**
 * Lists that edges are made of, where this server has them: a kind that it does not serve leaves nothing unknown, and an edge to
 * harm that leads no further is on no path.
 */
const readByEdges = (edges: GraphState['edges'], world: GraphState['world']): readonly ResourceName[] =>
  [...new Set(edges.flatMap(({ to, reads = [] }) => (to === 'impact' ? [] : reads)))].filter(
    resource => world.index.typeOf(resource) !== undefined,
  );

/** What was not read of that on which every path depends. */
export const graphNeeds = ({ world, edges }: GraphState): readonly Need[] =>
  distinctNeeds([
    ...world.policy.missingAnywhere(),
    ...(['roles', 'clusterroles'] as const).flatMap(resource => world.missing(`${resource}.rbac.authorization.k8s.io`)),
    ...readLists.flatMap(resource => world.missing(resource)),
    ...readByEdges(edges, world).flatMap(resource => world.missing(resource)),
  ]);

/** What no snapshot tells. */
export const graphCaveats = ({ world }: GraphState, from: string): readonly string[] => [
  ...(from.startsWith('user:')
    ? ['Groups that an identity provider puts this user into are in no cluster: ask for paths from those groups, too.']
    : []),
  ...(world.minor === null ? ['The version of the server is not known: edges of every version count.'] : []),
  'Authorizers other than RBAC (a webhook, a cloud’s own) may allow more; no snapshot shows them.',
];
