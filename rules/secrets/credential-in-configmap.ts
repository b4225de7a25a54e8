import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { partsOf } from '#kube/pointer';
import { nameOf, quoted } from '#kube/sentence';

export const rule = defineRule({
  id: 'credential-in-configmap',
  pack: 'secrets',
  severity: 'high',
  since: '0.1',
  what: 'A ConfigMap holds a credential.',
  why: 'ConfigMaps are readable to far more people than Secrets (the role view shows them), are not encrypted at rest, and land in logs and backups.',
  fix: 'Move the value to a Secret (or an external store), refer to it from the workload, and rotate the credential: it counts as known.',
  references: ['https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
  appliesTo: objectsOf(['configmaps']),
  facts: ['credential'],
  evaluate: ({ object }, view) =>
    view
      .facts(object, 'credential')
      .filter(fact => fact.path.startsWith('/data/') || fact.path.startsWith('/binaryData/'))
      .map(fact =>
        finding(
          fact.path,
          `${nameOf(object)} holds a ${fact.class.replaceAll('-', ' ')} under its key ${quoted(partsOf(fact.path)[1] ?? '')}.`,
        ),
      ),
});
