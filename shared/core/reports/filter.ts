import { atLeast, type Finding } from '#contract/finding';
import { groupOf, type ObjectRef } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';
import type { RuleCard } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import { labelsOf as labelsOfMetadata, parseSelectorText, type Labels } from '#kube/label-selector';
import type { ScanFilter } from './scan-filter.ts';

type Card = Pick<RuleCard, 'id' | 'frameworks'>;

/** `pss` names all of `pss/baseline`, `pss/restricted`; a control is named whole or by its leading parts. */
const inFramework = (wanted: string, control: string): boolean => control === wanted || control.startsWith(`${wanted}/`);

/** Whether a rule is asked for by `--rule` and `--framework`. */
export const ruleWanted = (filter: ScanFilter, rule: Card): boolean =>
  (filter.rules.length === 0 || filter.rules.includes(rule.id)) &&
  (filter.frameworks.length === 0 ||
    filter.frameworks.some(wanted => rule.frameworks.some(control => inFramework(wanted, control))));

const nearest = (wanted: string, known: readonly string[]): string => {
  const near = known.filter(each => each.includes(wanted) || wanted.includes(each));
  return (near.length > 0 ? near : known).slice(0, 8).join(', ');
};

/** A rule or framework that nothing is called, or a selector that is none: a typing error must not look like a clean result. */
export const filterProblem = (filter: ScanFilter, rules: readonly Card[]): Problem | undefined => {
  if (filter.selector !== undefined && parseSelectorText(filter.selector) === undefined) {
    return problem('filter-invalid', {
      what: `The selector cannot be read: "${filter.selector.slice(0, 100)}".`,
      why: 'Its terms are key, !key, key=value, key!=value, key in (a, b) or key notin (a, b), joined by commas.',
    });
  }
  const ids = rules.map(rule => rule.id);
  const unknownRule = filter.rules.find(id => !ids.includes(id));
  if (unknownRule !== undefined) {
    return problem('rule-unknown', {
      what: `There is no rule "${unknownRule.slice(0, 100)}".`,
      why: `--rule takes the id of a rule; there are, for example, ${nearest(unknownRule, ids)}.`,
    });
  }
  const controls = [...new Set(rules.flatMap(rule => rule.frameworks))];
  const unknownFramework = filter.frameworks.find(wanted => !controls.some(control => inFramework(wanted, control)));
  if (unknownFramework === undefined) return undefined;
  const names = [...new Set(controls.map(control => control.split('/')[0] ?? control))].toSorted();
  return problem('filter-invalid', {
    what: `No rule belongs to a framework or control "${unknownFramework.slice(0, 100)}".`,
    why: `--framework takes one of ${names.join(', ')}, or a control of it such as ${controls[0] ?? 'pss/baseline'}.`,
  });
};

/** The namespace that an object belongs to; of a Namespace, itself; undefined: cluster-scoped. */
const namespaceOf = (resource: ObjectRef): string | undefined => {
  if (resource.namespace !== undefined) return resource.namespace;
  return resource.kind === 'Namespace' && groupOf(resource.apiVersion) === '' ? resource.name : undefined;
};

/** `--namespace` leaves out what is cluster-scoped; `--exclude-namespace` alone keeps it. */
const namespaceWanted = (filter: ScanFilter, namespace: string | undefined): boolean => {
  if (namespace === undefined) return filter.namespaces.length === 0;
  return (
    (filter.namespaces.length === 0 || filter.namespaces.includes(namespace)) && !filter.excludeNamespaces.includes(namespace)
  );
};

const kindWanted = (filter: ScanFilter, kind: string): boolean =>
  filter.kinds.length === 0 || filter.kinds.some(wanted => wanted.toLowerCase() === kind.toLowerCase());

/** Whether an object that a person edits (a root owner) is asked for, its labels aside. */
export const resourceWanted = (filter: ScanFilter, resource: ObjectRef): boolean =>
  namespaceWanted(filter, namespaceOf(resource)) && kindWanted(filter, resource.kind);

export type SelectorTest = (resource: ObjectRef) => boolean;

const labelKey = (kind: string, namespace: string | undefined, name: string): string =>
  JSON.stringify([kind, namespace ?? '', name]);

/** The selector as a test on references into a snapshot; no index is built where no selector asks. */
export const selectorTest = (snapshot: Snapshot, selector: string | undefined): SelectorTest => {
  const selects = selector === undefined ? undefined : parseSelectorText(selector);
  if (selects === undefined) return () => true;
  const byKey = new Map<string, Labels>();
  for (const objects of snapshot.objects.values()) {
    for (const object of objects) {
      const { namespace, name } = object.metadata;
      byKey.set(labelKey(object.kind, namespace, name), labelsOfMetadata(object.metadata));
    }
  }
  return resource => selects(byKey.get(labelKey(resource.kind, resource.namespace, resource.name)) ?? new Map<string, string>());
};

/**
 * Whether a finding is reported. An unknown is about a scope and not an object: kind and selector cannot drop it, and one of
 * the whole cluster holds for each of its namespaces.
 */
export const findingWanted = (filter: ScanFilter, finding: Finding, selected: SelectorTest): boolean => {
  if (!ruleWanted(filter, { id: finding.ruleId, frameworks: finding.frameworks })) return false;
  if (filter.severity !== undefined && !atLeast(finding.severity, filter.severity)) return false;
  if (finding.resource === null) return true;
  if (finding.status === 'unknown') return namespaceWanted(filter, namespaceOf(finding.resource));
  return resourceWanted(filter, finding.resource) && selected(finding.resource);
};
