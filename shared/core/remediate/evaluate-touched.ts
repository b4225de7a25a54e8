import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { KubeObject, ResourceName } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { controllerOf } from '#kube/owners';
import { workloadResources } from '#kube/pod-templates';

/** Runs these rules over a snapshot with the configuration that made the findings. */
export type RunRules = (snapshot: Snapshot, rules: readonly AnyRule[]) => Promise<Evaluation>;

/** An evaluation as far as a patch is judged by it. */
export type Reevaluation = Pick<Evaluation, 'findings' | 'defects'>;

/**
 * What evaluating the whole changed snapshot would find, without asking again what the change cannot have touched. It rests
 * on two promises that the evaluator enforces: a rule reads nothing through the view but its `needs`, and a finding depends
 * on its subject, what was read, and the owners of both. So a rule that reads nothing changed is asked about changed subjects
 * alone: workloads of the changed namespaces, since owners and their pods share one.
 */
export const createTouchedEvaluator = (
  index: SnapshotIndex,
  rules: readonly AnyRule[],
  before: readonly Finding[],
  run: RunRules,
): ((changed: Snapshot) => Promise<Reevaluation>) => {
  const owners = createOwnerKinds(index);
  const found = Map.groupBy(before, ({ ruleId }) => ruleId);
  return async changed => {
    const change = changeOf(index.snapshot, changed);
    const judging = rules.filter(rule => rule.appliesTo.resources.some(name => change.resources.has(name)));
    const whole = rules.filter(rule => isReadBy(rule, change, owners) || (judging.includes(rule) && !isOfTemplatesAlone(rule)));
    const local = judging.filter(rule => !whole.includes(rule));
    const everywhere = await run(changed, whole);
    const nearby = await run(narrowed(changed, change.namespaces), local);
    const asked = new Set(whole.map(({ id }) => id));
    const kept = [...found].flatMap(([ruleId, findings]) => {
      if (asked.has(ruleId)) return [];
      return local.some(({ id }) => id === ruleId) ? findings.filter(finding => !isNear(finding, change.namespaces)) : findings;
    });
    const known = new Set(kept.map(({ id }) => id));
    return {
      findings: [...kept, ...everywhere.findings, ...nearby.findings.filter(({ id }) => !known.has(id))],
      defects: [...everywhere.defects, ...nearby.defects],
    };
  };
};

interface Change {
  readonly resources: ReadonlySet<ResourceName>;
  /** Of the changed objects; '' where they stand in none. */
  readonly namespaces: ReadonlySet<string>;
}

const changeOf = (before: Snapshot, after: Snapshot): Change => {
  const resources = new Set<ResourceName>();
  const namespaces = new Set<string>();
  for (const [resource, objects] of after.objects) {
    const old = before.objects.get(resource);
    if (old === objects) continue;
    resources.add(resource);
    const left = new Set(old);
    const right = new Set(objects);
    for (const object of objects) if (!left.has(object)) namespaces.add(object.metadata.namespace ?? '');
    for (const object of old ?? []) if (!right.has(object)) namespaces.add(object.metadata.namespace ?? '');
  }
  return { resources, namespaces };
};

type OwnerKinds = (resource: ResourceName) => ReadonlySet<ResourceName>;

/** The resources that own objects of a resource, and those that own them. */
const createOwnerKinds = (index: SnapshotIndex): OwnerKinds => {
  const direct = new Map<ResourceName, ReadonlySet<ResourceName>>();
  const directOf = (resource: ResourceName): ReadonlySet<ResourceName> => {
    const known = direct.get(resource);
    if (known !== undefined) return known;
    const kinds = new Set(index.list(resource).flatMap(object => ownerResource(index, object) ?? []));
    direct.set(resource, kinds);
    return kinds;
  };
  return resource => {
    const all = new Set(directOf(resource));
    // A set gives what is added while it is walked.
    for (const owner of all) for (const above of directOf(owner)) all.add(above);
    return all;
  };
};

const ownerResource = (index: SnapshotIndex, object: KubeObject): ResourceName | undefined => {
  const reference = controllerOf(object);
  return reference === undefined ? undefined : index.resourceOf(reference.apiVersion, reference.kind);
};

/** Whether what the rule reads, or the owners by which it names what it finds, are among what changed. */
const isReadBy = (rule: AnyRule, change: Change, owners: OwnerKinds): boolean => {
  if (rule.needs.some(resource => change.resources.has(resource))) return true;
  const { subject, resources } = rule.appliesTo;
  if (subject === 'cluster') return false;
  const above = resources.flatMap(resource => [...owners(resource)]);
  return above.some(resource => change.resources.has(resource) && !(subject === 'pod-template' && isWorkload(resource)));
};

/** Judges workloads and reads no other: then those of other namespaces may be left away. */
const isOfTemplatesAlone = ({ appliesTo, needs }: AnyRule): boolean =>
  appliesTo.subject === 'pod-template' && !needs.some(isWorkload);

const isWorkload = (resource: ResourceName): boolean => workloadResources.includes(resource);

const isNear = (finding: Finding, namespaces: ReadonlySet<string>): boolean => {
  const place = finding.at?.resource;
  return finding.status !== 'unknown' && (place === undefined || namespaces.has(place.namespace ?? ''));
};

/** Only the workloads of these namespaces; all else is whole, since rules may read it. */
const narrowed = (snapshot: Snapshot, namespaces: ReadonlySet<string>): Snapshot => ({
  ...snapshot,
  objects: new Map(
    [...snapshot.objects].map(([resource, objects]) => [
      resource,
      isWorkload(resource) ? objects.filter(({ metadata }) => namespaces.has(metadata.namespace ?? '')) : objects,
    ]),
  ),
});
