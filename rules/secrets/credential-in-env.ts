import type { Violation } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { credentialNamed, credentialsIn } from '#kube/credential-words';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { textAt } from '#kube/json-fields';
import { parentOf, valueAt } from '#kube/pointer';
import { containerOf, quoted } from '#kube/sentence';

export const rule = defineRule({
  id: 'credential-in-env',
  pack: 'secrets',
  severity: 'high',
  since: '0.1',
  what: 'A container gets a credential as a literal environment variable.',
  why: 'Everybody who may read the workload, its manifests or its history reads the credential, and nobody can rotate it without a deployment.',
  fix: 'Put the value into a Secret (or an external store), mount it or take it by secretKeyRef, and rotate the credential: it counts as known.',
  references: ['https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
  appliesTo: podTemplates(),
  facts: ['credential'],
  evaluate: (pod, view) => {
    const containers = containersOf(pod);
    return view.facts(pod.object, 'credential').flatMap((fact): readonly Violation[] => {
      const container = containers.find(candidate => fact.path.startsWith(`${candidate.path}/env/`));
      if (container === undefined) return [];
      const variable = textAt(valueAt(pod.object, parentOf(fact.path)), 'name') ?? '?';
      // The class of what only its name gives away: an access key is no password.
      const what = fact.class === 'password' ? (credentialNamed(variable) ?? 'a secret') : credentialsIn([fact.class]);
      const message = `${containerOf(pod, container.name)} holds ${what} as the literal value of its environment variable ${quoted(variable)}.`;
      return [finding(fact.path, message, { container: container.name })];
    });
  },
});
