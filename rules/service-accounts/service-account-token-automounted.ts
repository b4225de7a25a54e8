import type { KubeObject } from '#contract/kube';
import type { PodTemplate, View } from '#contract/rule';
import { boundAccounts } from '#kube/bound-accounts';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, finding, podTemplates, remediation } from '#kube/define-rule';
import { field, textAt } from '#kube/json-fields';
import { podTemplateOf } from '#kube/pod-templates';
import { at } from '#kube/pointer';
import { enumerate, nameOf, quoted } from '#kube/sentence';

const accountOf = (pod: PodTemplate): string =>
  textAt(pod.spec, 'serviceAccountName') ?? textAt(pod.spec, 'serviceAccount') ?? 'default';

const bindings = ['rolebindings.rbac.authorization.k8s.io', 'clusterrolebindings.rbac.authorization.k8s.io'] as const;

/** Those to groups of accounts are no right of this one: every account has it. */
const bindingsNaming = (pod: PodTemplate, view: View): readonly KubeObject[] =>
  bindings.flatMap(resource => boundAccounts(view.list(resource)).naming(pod.namespace, accountOf(pod)));

export const rule = defineRule({
  id: 'service-account-token-automounted',
  pack: 'service-accounts',
  severity: 'low',
  since: '0.1',
  what: 'A pod gets a service account’s token by default, with no right that was meant for it.',
  why: 'Whoever breaks in gets a valid identity towards the API server, with whatever is bound to the account today or tomorrow.',
  fix: 'Set automountServiceAccountToken: false in the pod’s spec; where its process calls the API server, give it a service account of its own.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  ],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  needs: ['serviceaccounts', ...bindings],
  evaluate: (pod, view) => {
    // Said either way in the pod, it was somebody's decision.
    if (field(pod.spec, 'automountServiceAccountToken') !== undefined) return [];
    const name = accountOf(pod);
    const account = view.get('serviceaccounts', pod.namespace, name);
    if (account !== undefined && field(account, 'automountServiceAccountToken') === false) return [];
    const named = bindingsNaming(pod, view);
    const [binding] = named;
    // An account of its own that somebody gave rights is meant to be used. What default holds was meant for one pod at most.
    if (binding !== undefined && name !== 'default') return [];
    const rights =
      binding === undefined
        ? 'which no binding gives any right'
        : `with the rights that ${enumerate(named.map(nameOf))} ${named.length === 1 ? 'gives' : 'give'} to every pod that names no account`;
    return [
      finding(
        at(pod.path, 'spec', 'automountServiceAccountToken'),
        `${nameOf(pod.object)} mounts a token of service account ${quoted(name)}, ${rights}.`,
      ),
    ];
  },
  remediate: ({ object, path }, view) => {
    const pod = podTemplateOf(object);
    const change = edit.set(object, path, false);
    return pod !== undefined && bindingsNaming(pod, view).length > 0
      ? remediation(
          'may-crash',
          'A process that uses these rights loses them: give it a service account of its own first.',
          change,
        )
      : remediation(
          'restart',
          'A process that calls the API server with nothing but the rights of every account loses its credential.',
          change,
        );
  },
});
