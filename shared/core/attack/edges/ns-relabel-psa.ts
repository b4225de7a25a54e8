import { at } from '#kube/pointer';
import type { RightsEdge, Target } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { enforcedLevel } from '../mitigations/pod-security.ts';
import { because, seen, together } from '../reached.ts';
import { allNodesId, type World } from '../world.ts';
import { refusedByLevel } from './host-access.ts';
import { createsWorkload } from './workload-resources.ts';
import { podSecurityReferences } from './workload-words.ts';

/** Where the level lets such pods in already, nothing has to be changed. */
function* targets(world: World, namespace: string): Iterable<Target> {
  if (!refusedByLevel(world, namespace)) return;
  const { level, object } = enforcedLevel(world, namespace);
  if (object === undefined) return;
  const label = at('/metadata', 'labels', 'pod-security.kubernetes.io/enforce');
  yield {
    id: allNodesId,
    name: namespace,
    ...together(
      because(seen(world, object, label, `${namespace} enforces Pod Security ${level} only as long as the label stays.`)),
      admissionOf(world, { operation: 'UPDATE', group: '', resource: 'namespaces', namespace }),
      admissionOf(world, { operation: 'CREATE', group: '', resource: 'pods', namespace }),
    ),
  };
}

/** A request for a namespace object is authorized in that namespace: a RoleBinding there gives it, too. */
export const nsRelabelPsa: RightsEdge = {
  kind: 'rights',
  id: 'NS_RELABEL_PSA',
  row: 'R22',
  title: 'Lowers the namespace’s Pod Security level, then runs a privileged pod',
  severity: 'critical',
  cost: 2,
  gives: 'Root on a node of choice, and by it every pod that runs there.',
  abuse:
    'The level that a namespace enforces is a label of it. Whoever may update or patch the namespace object, by a RoleBinding in that namespace too, removes the label and creates what it forbade.',
  detect:
    'Audit events with verb update or patch and objectRef.resource namespaces, whose requestObject changes labels that begin with pod-security.kubernetes.io/.',
  remove: 'Remove update and patch on namespaces from the role.',
  mitigations: ['A ValidatingAdmissionPolicy on namespaces that keeps these labels for named users.'],
  references: podSecurityReferences,
  to: 'nodes',
  scope: 'namespace',
  reads: ['namespaces'],
  rights: [
    [{ verbs: ['update', 'patch'], group: '', resources: ['namespaces'], where: 'target', name: 'target' }],
    createsWorkload,
  ],
  targets,
};
