import type { Fact } from '#contract/fact';
import { credentialNamed, credentialsIn } from '#kube/credential-words';
import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { partsOf } from '#kube/pointer';
import { nameOf, quoted } from '#kube/sentence';

/** A configuration file under one key may hold several. */
const byPath = (facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> =>
  Map.groupBy(
    facts.filter(({ path }) => path.startsWith('/data/') || path.startsWith('/binaryData/')),
    ({ path }) => path,
  );

/** A single one that has no form of its own is what its key says, unless the key is a file's name. */
const credentialsUnder = (key: string, facts: readonly Fact[]): string => {
  const classes = facts.map(fact => fact.class);
  const named = classes.length === 1 && classes[0] === 'password' ? credentialNamed(key) : undefined;
  return named ?? credentialsIn(classes);
};

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
    [...byPath(view.facts(object, 'credential'))].map(([path, facts]) => {
      const key = partsOf(path)[1] ?? '';
      return finding(path, `${nameOf(object)} holds ${credentialsUnder(key, facts)} under its key ${quoted(key)}.`);
    }),
});
