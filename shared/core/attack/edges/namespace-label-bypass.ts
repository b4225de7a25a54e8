import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import type { AttackEvidence } from '#contract/attack';
import { remembered } from '../remembered.ts';
import type { World } from '../world.ts';
import { isJsonObject } from '#contract/json';
import { field, listAt } from '#kube/json-fields';
import { selectsEverything } from '#kube/label-selector';
import { at } from '#kube/pointer';

const admission = 'admissionregistration.k8s.io';

/** A selector that some namespaces pass and others do not, other than by their name, which nobody can change. */
const decides = (selector: unknown): boolean => {
  if (!isJsonObject(selector) || selectsEverything(selector)) return false;
  const keys = [
    ...Object.keys(isJsonObject(selector['matchLabels']) ? selector['matchLabels'] : {}),
    ...listAt(selector, 'matchExpressions').map(expression => (isJsonObject(expression) ? expression['key'] : '')),
  ];
  return keys.some(key => key !== 'kubernetes.io/metadata.name');
};

/** The first rule of the cluster that asks for labels of namespaces. */
const asking: (world: World) => AttackEvidence | undefined = remembered(world => {
  for (const kind of ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'])
    for (const object of world.list(`${kind}.${admission}`)) {
      const index = listAt(object, 'webhooks').findIndex(webhook => decides(field(webhook, 'namespaceSelector')));
      if (index >= 0)
        return seen(
          world,
          object,
          at('/webhooks', index, 'namespaceSelector'),
          `${object.metadata.name} looks only at namespaces with certain labels.`,
        );
    }
  for (const binding of world.list(`validatingadmissionpolicybindings.${admission}`))
    if (decides(field(binding, 'spec', 'matchResources', 'namespaceSelector')))
      return seen(
        world,
        binding,
        '/spec/matchResources/namespaceSelector',
        `${binding.metadata.name} looks only at namespaces with certain labels.`,
      );
  for (const policy of world.list('networkpolicies.networking.k8s.io'))
    for (const [place, rule] of listAt(policy, 'spec', 'ingress').entries())
      for (const [index, peer] of listAt(rule, 'from').entries())
        if (decides(field(peer, 'namespaceSelector')))
          return seen(
            world,
            policy,
            at('/spec/ingress', place, 'from', index, 'namespaceSelector'),
            `${policy.metadata.name} lets namespaces with certain labels in.`,
          );
  return undefined;
});

export const namespaceLabelBypass: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'NAMESPACE_LABEL_BYPASS',
  row: 'R45',
  title: 'Passes rules by the labels of a namespace',
  severity: 'medium',
  cost: 1,
  gives: 'A namespace that webhooks, policies and NetworkPolicies take for another one.',
  abuse: 'Selectors for namespaces go by labels. Whoever may patch the namespace sets them; a RoleBinding in it suffices.',
  detect: 'Audit events of patch and update on namespaces that change labels.',
  remove: 'Take update and patch on namespaces away, or refuse changes of these labels by a policy.',
  mitigations: ['Selectors by kubernetes.io/metadata.name cannot be passed so.'],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-namespaceselector',
  ],
  reads: [
    `validatingwebhookconfigurations.${admission}`,
    `mutatingwebhookconfigurations.${admission}`,
    `validatingadmissionpolicybindings.${admission}`,
    'networkpolicies.networking.k8s.io',
  ],
  rights: [[{ verbs: ['update', 'patch'], group: '', resources: ['namespaces'], where: 'target', name: 'target' }]],
  *targets(world, namespace) {
    const evidence = asking(world);
    if (evidence !== undefined) yield { id: impactId('guardrails-off'), name: namespace, ...because(evidence) };
  },
};
