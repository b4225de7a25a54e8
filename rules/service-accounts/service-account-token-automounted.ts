import type { PodTemplate } from '#contract/rule';
import { boundAccounts } from '#kube/bound-accounts';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, finding, podTemplates, remediation } from '#kube/define-rule';
import { field, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { nameOf, quoted } from '#kube/sentence';

const accountOf = (pod: PodTemplate): string =>
  textAt(pod.spec, 'serviceAccountName') ?? textAt(pod.spec, 'serviceAccount') ?? 'default';

export const rule = defineRule({
  id: 'service-account-token-automounted',
  pack: 'service-accounts',
  severity: 'low',
  since: '0.1',
  what: 'A pod mounts a service account’s token that gives it no right beyond what every account has.',
  why: 'Whoever breaks in gets a valid identity towards the API server, to explore with and to use once somebody binds a role to it.',
  fix: 'Set automountServiceAccountToken: false in the pod’s spec.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  ],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  needs: ['serviceaccounts', 'rolebindings.rbac.authorization.k8s.io', 'clusterrolebindings.rbac.authorization.k8s.io'],
  evaluate: (pod, view) => {
    // Said either way in the pod, it was somebody's decision.
    if (field(pod.spec, 'automountServiceAccountToken') !== undefined) return [];
    const name = accountOf(pod);
    const account = view.get('serviceaccounts', pod.namespace, name);
    if (account !== undefined && field(account, 'automountServiceAccountToken') === false) return [];
    const isBound = (resource: string): boolean => boundAccounts(view.list(resource)).of(pod.namespace, name).length > 0;
    if (isBound('clusterrolebindings.rbac.authorization.k8s.io') || isBound('rolebindings.rbac.authorization.k8s.io')) return [];
    return [
      finding(
        at(pod.path, 'spec', 'automountServiceAccountToken'),
        `${nameOf(pod.object)} mounts a token of service account ${quoted(name)}, which no binding gives any right.`,
      ),
    ];
  },
  remediate: ({ object, path }) =>
    remediation(
      'restart',
      'A process that calls the API server with nothing but the rights of every account loses its credential.',
      edit.set(object, path, false),
    ),
});
