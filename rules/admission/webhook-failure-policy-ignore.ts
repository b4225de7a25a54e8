import { defineRule, edit, finding, objectsOf, remediation } from '#kube/define-rule';
import { listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { nameOf, quoted } from '#kube/sentence';

export const rule = defineRule({
  id: 'webhook-failure-policy-ignore',
  pack: 'admission',
  severity: 'medium',
  since: '0.1',
  what: 'An admission webhook lets requests through when it does not answer.',
  why: 'An attacker who overloads or stops the webhook, or waits for its restart, gets past what it enforces.',
  fix: 'Set failurePolicy: Fail, run the webhook with two replicas or more, and exclude its own namespace by namespaceSelector.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy'],
  appliesTo: objectsOf([
    'validatingwebhookconfigurations.admissionregistration.k8s.io',
    'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  ]),
  evaluate: ({ object }) =>
    listAt(object, 'webhooks').flatMap((webhook, index) => {
      if (textAt(webhook, 'failurePolicy') !== 'Ignore') return [];
      const message = `${nameOf(object)} lets requests through when its webhook ${quoted(textAt(webhook, 'name') ?? String(index))} does not answer.`;
      // What fills in defaults or injects is rarely a fence.
      return [
        finding(
          at('', 'webhooks', index, 'failurePolicy'),
          message,
          object.kind.startsWith('Mutating') ? { severity: 'low' } : {},
        ),
      ];
    }),
  remediate: ({ object, path }) =>
    remediation(
      'may-deny-api',
      'While the webhook is down, the requests that it is asked about fail, deployments and the webhook’s own pods possibly among them.',
      edit.set(object, path, 'Fail'),
    ),
});
