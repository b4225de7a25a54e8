import { resourceName } from '#contract/kube';
import type { RightsEdge } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { because, seen, together } from '../reached.ts';
import { namespaceId } from '../world.ts';
import { namesInRules } from './rule-names.ts';
import { templateResources } from './workload-resources.ts';
import { workloadReferences } from './workload-words.ts';

const edgeOf = ({ group, resource, kind }: (typeof templateResources)[number]): RightsEdge => {
  const stored = resourceName(group, resource);
  const asked = { verbs: ['update', 'patch'], group, resources: [resource] };
  return {
    kind: 'rights',
    id: `WORKLOAD_UPDATE_${kind.toUpperCase()}`,
    row: 'R19',
    title: `Changes the pod template of a ${kind}`,
    severity: 'high',
    cost: 1,
    gives: 'To run any image in this namespace, with any of its service accounts, Secrets, ConfigMaps and volumes.',
    abuse:
      'Every field of a stored template may be changed, the service account and the volumes among them, and a controller makes pods of it. That is as much as creating a workload.',
    detect: `Audit events with verb update or patch and objectRef.resource ${resource}, whose requestObject changes the pod template.`,
    remove: `Remove update and patch on ${resource}, or limit it to a pipeline that nobody else can act as.`,
    mitigations: ['A ValidatingAdmissionPolicy on pods that allows a list of service accounts only.'],
    references: workloadReferences,
    to: 'namespace',
    scope: 'namespace',
    reads: [stored],
    rights: [[{ ...asked, where: 'target', name: 'target' }]],
    *targets(world, namespace) {
      const [first] = world.list(stored, namespace);
      if (first === undefined) return;
      const admission = admissionOf(world, { operation: 'CREATE', group: '', resource: 'pods', namespace });
      const named = namesInRules(world, asked).flatMap(name => world.get(stored, namespace, name) ?? []);
      for (const [object, name] of [[first, ''] as const, ...named.map(one => [one, one.metadata.name] as const)]) {
        const found = seen(world, object, '', `${kind} ${object.metadata.name} holds a pod template.`);
        yield { id: namespaceId(namespace), name, ...together(because(found), admission) };
      }
    },
  };
};

/** One for each kind: a rule that names a Deployment says nothing of a StatefulSet that is called the same. */
export const workloadUpdate: readonly RightsEdge[] = templateResources.map(edgeOf);
