import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { KubeObject, ResourceName } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { createSnapshotIndex, usedNamespaces } from '#core/evaluate/snapshot-index';
import { controllerOf } from '#kube/owners';
import { workloadResources } from '#kube/pod-templates';
import { createNamespaceReads } from './namespace-reads.ts';
import type { RunRules } from './run-rules.ts';
import { type Change, changeOf } from './snapshot-change.ts';

/** An evaluation as far as a patch is judged by it. */
export type Reevaluation = Pick<Evaluation, 'findings' | 'defects'>;

/**
 * What evaluating the whole changed snapshot would find, without asking again what the change cannot have touched. It rests
 * on two promises that the evaluator enforces: a rule reads nothing through the view but its `needs`, and a finding depends
 * on its subject, what was read, and the owners of both. So a rule that reads nothing changed is asked about changed subjects
 * alone: workloads of the changed namespaces, since owners and their pods share one. A rule about namespaces is asked again
 * about those for which it was seen to read what changed.
 */
export const createTouchedEvaluator = (
  index: SnapshotIndex,
  rules: readonly AnyRule[],
  before: readonly Finding[],
  run: RunRules,
): ((changed: Snapshot) => Promise<Reevaluation>) => {
  const owners = createOwnerKinds(index);
  const reads = createNamespaceReads(index, namespacesOf(index), run);
  const found = Map.groupBy(before, ({ ruleId }) => ruleId);
  const foundBy = ({ id }: AnyRule): readonly Finding[] => found.get(id) ?? [];
  const unknownOf = (rule: AnyRule): readonly Finding[] => foundBy(rule).filter(({ status }) => status === 'unknown');

  const askNamespaces = async (after: SnapshotIndex, rule: AnyRule, change: Change): Promise<Reevaluation> => {
    const affected = await reads.affected(rule, change);
    const { findings, defects } = affected.length === 0 ? nothing : await run(after, [rule], affected);
    const known = new Set(unknownOf(rule).map(({ id }) => id));
    const kept = [...unknownOf(rule), ...(await reads.others(rule, affected))];
    return { findings: [...kept, ...findings.filter(({ id }) => !known.has(id))], defects };
  };
  const askTemplates = async (after: SnapshotIndex, some: readonly AnyRule[]): Promise<Reevaluation> =>
    some.length === 0 ? nothing : run(after, some);

  return async changed => {
    const change = changeOf(index.snapshot, changed);
    const after = createSnapshotIndex(changed);
    const asked = rules.map(rule => ({ rule, how: howToAsk(rule, change, owners) }));
    const chosen = (how: Asking): readonly AnyRule[] => asked.filter(entry => entry.how === how).map(({ rule }) => rule);
    const local = chosen('workloads');
    const nearby = await askTemplates(createSnapshotIndex(narrowed(changed, change.namespaces)), local);
    const answers: Reevaluation[] = [await askTemplates(after, chosen('all'))];
    for (const rule of chosen('namespaces')) answers.push(await askNamespaces(after, rule, change));
    const kept = local.flatMap(rule => foundBy(rule).filter(finding => !isNear(finding, change.namespaces)));
    const known = new Set(kept.map(({ id }) => id));
    return {
      findings: [
        ...chosen('none').flatMap(foundBy),
        ...kept,
        ...nearby.findings.filter(({ id }) => !known.has(id)),
        ...answers.flatMap(({ findings }) => findings),
      ],
      defects: [...nearby.defects, ...answers.flatMap(({ defects }) => defects)],
    };
  };
};

const nothing: Reevaluation = { findings: [], defects: [] };

/** Every namespace that a rule may be asked about: what coverage, Namespace objects or any object names. */
const namespacesOf = ({ snapshot }: SnapshotIndex): readonly string[] => [
  ...new Set([
    ...(snapshot.coverage.namespaces ?? []),
    ...(snapshot.objects.get('namespaces') ?? []).map(({ metadata }) => metadata.name),
    ...usedNamespaces(snapshot),
  ]),
];

type Asking = 'none' | 'workloads' | 'namespaces' | 'all';

const howToAsk = (rule: AnyRule, change: Change, owners: OwnerKinds): Asking => {
  const judges = rule.appliesTo.resources.some(name => change.resources.has(name));
  if (isReadBy(rule, change, owners) || (judges && !isOfTemplatesAlone(rule)))
    return rule.appliesTo.subject === 'namespace' && !change.resources.has('namespaces') ? 'namespaces' : 'all';
  return judges ? 'workloads' : 'none';
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
