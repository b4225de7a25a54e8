import type { AttackNode, AttackNodeKind } from '#contract/attack';
import { type ExportedEdge, type ExportedGraph, isBlocked } from './exported-graph.ts';

/** Kinds of nodes as BloodHound shows them; the first one chooses the icon. */
const kinds: Readonly<Record<AttackNodeKind, string>> = {
  user: 'KubeUser',
  group: 'KubeGroup',
  'service-account': 'KubeServiceAccount',
  workload: 'KubeWorkload',
  node: 'KubeNode',
  secret: 'KubeSecret',
  namespace: 'KubeNamespace',
  role: 'KubeRole',
  cloud: 'CloudIdentity',
  impact: 'KubeImpact',
  internet: 'Internet',
  nodes: 'KubeNodes',
  admin: 'KubeClusterAdmin',
};

const source = 'Kubernetes';

type Scalar = string | number | boolean;
/** No property may be null, an object, or a list of more than one type. */
type Properties = Readonly<Record<string, Scalar | readonly string[]>>;

const known = (properties: Readonly<Record<string, Scalar | readonly string[] | null>>): Properties =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) =>
      value === null || (Array.isArray(value) && value.length === 0) ? [] : [[key, value] as const],
    ),
  );

/**
 * BloodHound compares ids without case and keeps all estates in one graph: an id carries the cluster, and a second one that
 * differs from the first by case alone carries a number.
 */
const objectIds = (graph: ExportedGraph): ReadonlyMap<string, string> => {
  const cluster = graph.snapshot.clusterId ?? graph.snapshot.name;
  const seen = new Map<string, number>();
  return new Map(
    graph.nodes.map(({ id }) => {
      const written = `${cluster}/${id}`;
      const times = (seen.get(written.toUpperCase()) ?? 0) + 1;
      seen.set(written.toUpperCase(), times);
      return [id, times === 1 ? written : `${written}#${times}`] as const;
    }),
  );
};

const nodeOf = (node: AttackNode, id: string, graph: ExportedGraph) => ({
  id,
  kinds: [kinds[node.kind], source],
  properties: known({
    name: node.namespace === null ? node.name : `${node.namespace}/${node.name}`,
    displayname: node.name,
    plumbline_id: node.id,
    namespace: node.namespace,
    cluster: graph.snapshot.name,
    description: node.label,
    folded: node.count,
    cost_to_admin: node.toAdmin,
    severity: node.severity,
    baseline: node.baseline,
    system_tags: node.kind === 'admin' ? 'admin_tier_0' : null,
    lastseen: graph.snapshot.capturedUntil,
  }),
});

/** A kind holds letters, digits and underscores alone. A blocked edge has one of its own: a path search must not walk it. */
const kindOf = (edge: ExportedEdge): string =>
  `Kube_${edge.edge.replaceAll(/[^A-Za-z0-9_]/gu, '_')}${isBlocked(edge) ? '_Blocked' : ''}`;

const edgeOf = (edge: ExportedEdge, ids: ReadonlyMap<string, string>) => ({
  start: { match_by: 'id', value: ids.get(edge.from) ?? edge.from },
  end: { match_by: 'id', value: ids.get(edge.to) ?? edge.to },
  kind: kindOf(edge),
  properties: known({
    description: edge.what,
    severity: edge.severity,
    count: edge.count,
    blocked: isBlocked(edge),
    blocked_by: edge.blockedBy.map(({ what }) => what),
  }),
});

/** BloodHound OpenGraph, as its published schema of generic ingest has it (node.json, edge.json, metadata.json). */
export const openGraph = (graph: ExportedGraph): string => {
  const ids = objectIds(graph);
  return `${JSON.stringify(
    {
      metadata: { source_kind: source },
      graph: {
        nodes: graph.nodes.map(node => nodeOf(node, ids.get(node.id) ?? node.id, graph)),
        edges: graph.edges.map(edge => edgeOf(edge, ids)),
      },
    },
    null,
    2,
  )}\n`;
};
