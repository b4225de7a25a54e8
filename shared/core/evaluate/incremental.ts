import type { Coverage, CoverageEntry } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { Fact } from '#contract/fact';
import type { KubeObject, ResourceName, ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import type { Snapshot, SnapshotMeta } from '#contract/snapshot';
import { controllerOf } from '#kube/owners';
import { resourcesOf } from './coverage-share.ts';
import type { EvaluatePorts } from './evaluator.ts';
import { assemble, createContext, evaluate } from './evaluator.ts';
import type { EvaluateOptions } from './options.ts';
import type { KnownChains } from './owner-resolver.ts';
import type { EvaluationContext, RuleOutcome } from './run-rule.ts';
import { runRule } from './run-rule.ts';
import { chooseRules } from './selection.ts';
import type { SnapshotIndex } from './snapshot-index.ts';
import { createSnapshotIndex } from './snapshot-index.ts';
import type { WorkloadUnit } from './workload-units.ts';

/** A resource that was read as far as it will be, with its coverage entries; redacted objects and their facts. */
export interface CompletedResource {
  readonly type: ResourceType;
  readonly objects: readonly KubeObject[];
  readonly facts: readonly Fact[];
  readonly entries: readonly CoverageEntry[];
}

/** Evaluates while pages still arrive; what comes out equals `evaluate` of the finished snapshot. */
export interface IncrementalEvaluator {
  /** Runs the rules that this resource was the last to hold up. Calls may overlap: they take turns. */
  complete(part: CompletedResource): Promise<void>;
  /** Findings of the rules that ran so far: it can only grow. */
  found(): number;
  /** The rules that ran so far with what they found, and how many there are in all. */
  spoken(): { readonly outcomes: readonly RuleOutcome[]; readonly rules: number };
  /** Runs what is left over the finished snapshot. */
  finish(snapshot: Snapshot): Promise<Evaluation>;
}

export interface IncrementalStart {
  /** As far as it is known at the start: fact kinds and server version are. */
  readonly meta: SnapshotMeta;
  readonly types: readonly ResourceType[];
}

interface Growing {
  meta: SnapshotMeta;
  readonly types: readonly ResourceType[];
  readonly objects: Map<ResourceName, readonly KubeObject[]>;
  readonly facts: Fact[];
  readonly redactions: never[];
  coverage: Coverage;
}

/** Whether the owners of a resource's objects, and theirs, are all read. */
const createOwnersRead = (index: SnapshotIndex, completed: ReadonlySet<ResourceName>): ((resource: ResourceName) => boolean) => {
  const known = new Map<ResourceName, readonly ResourceName[]>();
  const ownerResources = (resource: ResourceName): readonly ResourceName[] => {
    const found = known.get(resource);
    if (found !== undefined) return found;
    const owners = new Set<ResourceName>();
    for (const object of index.list(resource)) {
      const reference = controllerOf(object);
      const owner = reference === undefined ? undefined : index.resourceOf(reference.apiVersion, reference.kind);
      if (owner !== undefined && reference?.kind !== 'Node') owners.add(owner);
    }
    known.set(resource, [...owners]);
    return [...owners];
  };
  const read = (resource: ResourceName, above: ReadonlySet<ResourceName>): boolean =>
    completed.has(resource) &&
    ownerResources(resource).every(owner => above.has(owner) || read(owner, new Set([...above, resource])));
  return resource => read(resource, new Set([resource]));
};

const sameEntry = (left: CoverageEntry, right: CoverageEntry): boolean =>
  left.state === right.state &&
  left.namespace === right.namespace &&
  left.resource === right.resource &&
  left.group === right.group;

/** Whether the finished coverage says of what was used what it said while it was used. */
const agrees = (used: Coverage, finished: Coverage): boolean => {
  const left = (used.namespaces ?? []).toSorted();
  const right = (finished.namespaces ?? []).toSorted();
  if (left.length !== right.length || left.some((name, index) => name !== right[index])) return false;
  return used.entries.every(entry => finished.entries.some(other => sameEntry(entry, other)));
};

const listsNamespaces = (part: CompletedResource): boolean =>
  part.type.group === '' &&
  part.type.resource === 'namespaces' &&
  part.entries.length > 0 &&
  part.entries.every(entry => entry.state === 'full');

export const createIncrementalEvaluator = (
  start: IncrementalStart,
  rules: readonly AnyRule[],
  options: EvaluateOptions,
  ports: EvaluatePorts,
  signal: AbortSignal,
): IncrementalEvaluator => {
  const growing: Growing = {
    ...start,
    objects: new Map(),
    facts: [],
    redactions: [],
    coverage: { namespaces: null, entries: [] },
  };
  const index = createSnapshotIndex(growing);
  const completed = new Set<ResourceName>();
  const ownersRead = createOwnersRead(index, completed);
  const waiting = new Set(chooseRules(rules, options.only ?? {}, options.config, options.frameworks).enabled);
  const rulesInAll = waiting.size;
  const outcomes: RuleOutcome[] = [];
  let units: readonly WorkloadUnit[] | undefined;
  // A rule runs once the owners of all that it looks at are read.
  const chains: KnownChains = new WeakMap();
  let turn: Promise<void> = Promise.resolve();

  const contextNow = (): EvaluationContext => {
    const context = createContext(index, options, ports, signal, { chains });
    return { ...context, units: () => (units ??= context.units()) };
  };
  // The graph is made once, of everything.
  const isReady = (rule: AnyRule): boolean => rule.asksWays !== true && resourcesOf(rule).every(ownersRead);
  const runReady = async (): Promise<void> => {
    if (growing.coverage.namespaces === null) return;
    const context = contextNow();
    // Chosen now: what completes while these run is not in this context's coverage, and would be taken for unread.
    const ready = [...waiting].filter(isReady);
    for (const rule of ready) {
      waiting.delete(rule);
      outcomes.push(await runRule(context, rule));
    }
  };
  const take = (part: CompletedResource): void => {
    const resource = resourceName(part.type.group, part.type.resource);
    if (part.objects.length > 0) growing.objects.set(resource, part.objects);
    for (const fact of part.facts) growing.facts.push(fact);
    const namespaces = listsNamespaces(part) ? part.objects.map(object => object.metadata.name) : growing.coverage.namespaces;
    growing.coverage = { namespaces, entries: [...growing.coverage.entries, ...part.entries] };
    completed.add(resource);
  };
  return {
    complete: part => {
      take(part);
      const mine = turn.then(runReady);
      turn = mine.catch(() => undefined);
      return mine;
    },
    found: () => outcomes.reduce((sum, outcome) => sum + outcome.drafts.length, 0),
    spoken: () => ({ outcomes, rules: rulesInAll }),
    finish: async snapshot => {
      await turn;
      const finished = createSnapshotIndex(snapshot);
      if (!agrees(growing.coverage, snapshot.coverage)) return evaluate(finished, rules, options, ports, signal);
      // The same objects: what was made of them stands.
      const made = units;
      const context = createContext(finished, options, ports, signal, {
        chains,
        ...(made === undefined ? {} : { units: () => made }),
      });
      for (const rule of waiting) outcomes.push(await runRule(context, rule));
      return assemble(context, rules, outcomes, options);
    },
  };
};
