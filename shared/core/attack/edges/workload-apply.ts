import { resourceName } from '#contract/kube';
import type { Right, RightsEdge } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { namespaceId } from '../world.ts';
import { namesInRules } from './rule-names.ts';
import { workloadResources } from './workload-resources.ts';
import { workloadReferences } from './workload-words.ts';

const edgeOf = (group: string, resource: string): RightsEdge => {
  const right = (verbs: readonly string[]): Right => ({ verbs, group, resources: [resource], where: 'target', name: 'target' });
  return {
    kind: 'rights',
    id: `WORKLOAD_APPLY_${resource.toUpperCase()}`,
    row: 'R18',
    title: `Creates ${resource} of a given name in the namespace`,
    severity: 'high',
    cost: 1,
    gives: 'To run any image in this namespace, with any of its service accounts, Secrets, ConfigMaps and volumes.',
    abuse:
      'A rule with resourceNames allows no POST, which carries no name; but server-side apply creates what does not exist, and asks for create and patch with the name. As long as the name is free, that is a right to create.',
    detect: `Audit events with verb patch, objectRef.resource ${resource} and responseStatus.code 201.`,
    remove: `Remove create or patch on ${resource} from the rule, or keep strong service accounts and Secrets out of the namespace.`,
    mitigations: ['A ValidatingAdmissionPolicy on pods that allows a list of service accounts only.'],
    references: [...workloadReferences, 'https://kubernetes.io/docs/reference/using-api/server-side-apply/'],
    to: 'namespace',
    scope: 'namespace',
    reads: [resourceName(group, resource)],
    rights: [[right(['create'])], [right(['patch'])]],
    *targets(world, namespace) {
      const names = namesInRules(world, { verbs: ['create', 'patch'], group, resources: [resource] });
      for (const name of names) {
        if (world.get(resourceName(group, resource), namespace, name) !== undefined) continue;
        const reached = admissionOf(world, { operation: 'CREATE', group: '', resource: 'pods', namespace });
        yield { id: namespaceId(namespace), name, ...reached };
      }
    },
  };
};

/** One for each resource, so that rights on two of them are never joined by a name that they share. */
export const workloadApply: readonly RightsEdge[] = workloadResources.flatMap(({ group, resources }) =>
  resources.map(resource => edgeOf(group, resource)),
);
