import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { remembered } from '../remembered.ts';
import type { World } from '../world.ts';
import type { KubeObject } from '#contract/kube';
import { field, textAt } from '#kube/json-fields';
import { labelsOf, selects } from '#kube/label-selector';

const group = 'admissionregistration.k8s.io';

interface Parameter {
  readonly binding: KubeObject;
  readonly policy: string;
}

const bindings: (world: World) => readonly Parameter[] = remembered(world =>
  world.list(`validatingadmissionpolicybindings.${group}`).flatMap(binding => {
    const policy = textAt(binding, 'spec', 'policyName') ?? '';
    const kind = field(world.get(`validatingadmissionpolicies.${group}`, undefined, policy), 'spec', 'paramKind');
    const isMap = textAt(kind, 'apiVersion') === 'v1' && textAt(kind, 'kind') === 'ConfigMap';
    return isMap && field(binding, 'spec', 'paramRef') !== undefined ? [{ binding, policy }] : [];
  }),
);

/** Whether a binding takes this ConfigMap: by name or selector, in the namespace that it names or in that of the request. */
const takes = ({ binding }: Parameter, map: KubeObject): boolean => {
  const ref = field(binding, 'spec', 'paramRef');
  const namespace = textAt(ref, 'namespace');
  if (namespace !== undefined && namespace !== '' && namespace !== map.metadata.namespace) return false;
  const name = textAt(ref, 'name');
  if (name !== undefined && name !== '') return name === map.metadata.name;
  const selector = field(ref, 'selector');
  return selector !== undefined && selects(selector, labelsOf(map.metadata));
};

export const vapParamTamper: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'VAP_PARAM_TAMPER',
  row: 'R30',
  title: 'Changes what an admission policy goes by',
  severity: 'medium',
  cost: 1,
  since: 28,
  gives: 'Objects that the policy would have refused.',
  abuse:
    'A ConfigMap that a policy takes its parameters from is part of the policy: who may write it changes what is refused. Parameters of other kinds count as much; they are not judged here.',
  detect: 'Audit events of writes to the ConfigMap.',
  remove: 'Keep parameters in a namespace in which nobody else may write ConfigMaps.',
  mitigations: ['parameterNotFoundAction: Deny keeps the policy from being turned off by deleting them.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#parameter-resources'],
  reads: ['configmaps', `validatingadmissionpolicies.${group}`, `validatingadmissionpolicybindings.${group}`],
  rights: [[{ verbs: ['update', 'patch', 'delete'], group: '', resources: ['configmaps'], where: 'target', name: 'target' }]],
  *targets(world, namespace) {
    const known = bindings(world);
    if (known.length === 0) return;
    for (const map of world.list('configmaps', namespace)) {
      const by = known.find(parameter => takes(parameter, map));
      if (by === undefined) continue;
      const what = `Policy ${by.policy} takes its parameters from ${map.metadata.name}.`;
      yield {
        id: impactId('guardrails-off'),
        name: map.metadata.name,
        ...because(seen(world, by.binding, '/spec/paramRef', what)),
      };
    }
  },
};
