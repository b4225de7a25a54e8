import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { textAt } from '#kube/json-fields';
import { nameOf, quoted } from '#kube/sentence';

export const rule = defineRule({
  id: 'service-account-token-secret',
  pack: 'secrets',
  severity: 'medium',
  since: '0.1',
  what: 'A Secret holds a service account’s token that never expires.',
  why: 'Whoever copies it once acts as that service account from anywhere, until somebody deletes the Secret.',
  fix: 'Let pods use their projected token, and outside callers `kubectl create token` with a lifetime; then delete the Secret.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/'],
  appliesTo: objectsOf(['secrets']),
  evaluate: ({ object }) => {
    if (textAt(object, 'type') !== 'kubernetes.io/service-account-token') return [];
    const account = textAt(object, 'metadata', 'annotations', 'kubernetes.io/service-account.name');
    const whose = account === undefined ? 'a service account' : `service account ${quoted(account)}`;
    return [finding('/type', `${nameOf(object)} holds a token of ${whose} that never expires.`)];
  },
});
