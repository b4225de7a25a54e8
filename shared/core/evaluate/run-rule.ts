import type { FactKind } from '#contract/fact';
import { factKinds } from '#contract/fact';
import type { Severity } from '#contract/finding';
import { atLeast } from '#contract/finding';
import type { KubeObject } from '#contract/kube';
import type { AnyRule, PodTemplate, Pointer, Rule, RuleConfig, Subject, View, Violation, WayToAdmin } from '#contract/rule';
import { hasFactKind } from '#contract/snapshot';
import type { Completeness, UnreadScope } from './completeness.ts';
import { pathByKeys } from './fingerprint.ts';
import type { OwnerResolver } from './owner-resolver.ts';
import type { Selection } from './selection.ts';
import type { SnapshotIndex } from './snapshot-index.ts';
import type { RecordingView } from './view.ts';
import { createView } from './view.ts';
import type { WorkloadUnit } from './workload-units.ts';

/** What all rules of one evaluation share. */
export interface EvaluationContext {
  readonly index: SnapshotIndex;
  /** Of what rules read through the view. */
  readonly completeness: Completeness;
  readonly owners: OwnerResolver;
  readonly units: () => readonly WorkloadUnit[];
  readonly namespaces: () => readonly string[];
  /** The attack graph's, made at the first call. */
  readonly ways: () => Promise<readonly WayToAdmin[]>;
  readonly selection: Selection;
  readonly manifests: boolean;
  readonly config: RuleConfig;
  readonly severityOf: (rule: AnyRule, violation: Violation) => Severity;
  readonly floor: Severity | undefined;
  /** Gives others a turn; throws when the evaluation was cancelled. */
  readonly checkpoint: () => Promise<void>;
}

/** A violation with its places, before it has an id. */
export interface Draft {
  readonly violation: Violation;
  readonly severity: Severity;
  readonly root: KubeObject;
  readonly at: KubeObject;
  /** Tells the children of one root apart; undefined for a replica. */
  readonly child: KubeObject | undefined;
  readonly ownerIncomplete: boolean;
  /** By list keys, without the template's prefix. */
  readonly path: string;
  readonly occurrences: KubeObject[];
}

export interface RuleOutcome {
  readonly rule: AnyRule;
  readonly drafts: readonly Draft[];
  readonly passed: number;
  readonly failed: number;
  readonly unread: readonly UnreadScope[];
  /** Fact kinds that the snapshot lacks: the rule did not run. */
  readonly lacks: readonly FactKind[];
  readonly defect: string | undefined;
  readonly view: View;
}

interface Counter {
  passed: number;
  failed: number;
  readonly drafts: Draft[];
  readonly unread: UnreadScope[];
}

interface Judged {
  readonly violations: readonly Violation[];
  readonly unread: readonly UnreadScope[];
}

type Evaluate = (subject: Subject) => Judged;

/** One subject through one rule. A violation that rests on an incomplete read is withheld unless the rule is monotone. */
const judgeWith = (rule: AnyRule, recording: RecordingView): Evaluate => {
  const evaluate = rule.evaluate as (subject: Subject, view: View) => readonly Violation[];
  return subject => {
    const violations = evaluate(subject, recording.view);
    const unread = recording.take();
    if (unread.length === 0) return { violations, unread };
    return rule.monotone === true && violations.length > 0 ? { violations, unread: [] } : { violations: [], unread };
  };
};

const count = (counter: Counter, drafts: readonly Draft[], unread: readonly UnreadScope[], floor: Severity | undefined): void => {
  if (drafts.length === 0 && unread.length === 0) {
    counter.passed += 1;
    return;
  }
  const shown = floor === undefined ? drafts : drafts.filter(draft => atLeast(draft.severity, floor));
  counter.drafts.push(...shown);
  if (shown.length > 0) counter.failed += 1;
  else if (unread.length > 0) counter.unread.push(...unread);
  else if (drafts.length === 0) counter.passed += 1;
};

interface Place {
  readonly root: KubeObject;
  readonly at: KubeObject;
  readonly child: KubeObject | undefined;
  readonly ownerIncomplete: boolean;
  readonly prefix: Pointer;
}

const draftOf = (context: EvaluationContext, rule: AnyRule, violation: Violation, place: Place): Draft => ({
  violation,
  severity: context.severityOf(rule, violation),
  root: place.root,
  at: place.at,
  child: place.child,
  ownerIncomplete: place.ownerIncomplete,
  path: pathByKeys(place.at, violation.path, place.prefix),
  occurrences: [],
});

/** One finding a container on the unit; a pod that shows the same is an occurrence, one that shows more a finding at it. */
const judgeUnit = (
  context: EvaluationContext,
  rule: Rule<'pod-template'>,
  unit: WorkloadUnit,
  evaluate: Evaluate,
): (Judged & { readonly drafts: readonly Draft[] }) | undefined => {
  const { where, namespace } = rule.appliesTo;
  const applies = (template: PodTemplate): boolean =>
    (where === undefined || where(template)) && (namespace === undefined || template.namespace === namespace);
  const drafts = new Map<string, Draft>();
  const unread: UnreadScope[] = [];
  let judged = false;
  const judge = (template: PodTemplate, pods: readonly PodTemplate[]): void => {
    if (!applies(template)) return;
    judged = true;
    const { violations, unread: missed } = evaluate(template);
    if (missed.length > 0) unread.push(...missed);
    if (violations.length === 0) return;
    const seen = new Map<string, number>();
    for (const violation of violations) {
      const child = unit.holder !== undefined && unit.holder.object !== unit.root ? unit.holder.object : undefined;
      const draft = draftOf(context, rule, violation, {
        root: unit.root,
        at: template.object,
        child,
        ownerIncomplete: unit.ownerIncomplete,
        prefix: template.path,
      });
      const nth = (seen.get(draft.path) ?? 0) + 1;
      seen.set(draft.path, nth);
      const key = `${draft.path}#${nth}`;
      const known = drafts.get(key) ?? draft;
      drafts.set(key, known);
      for (const pod of pods) if (pod.object !== known.root) known.occurrences.push(pod.object);
    }
  };
  // A rule that chooses its subjects may choose the pod and not the template: then each is asked.
  if (unit.holder !== undefined) judge(unit.holder, where === undefined ? unit.copies : []);
  for (const shape of where === undefined ? unit.deviating : unit.shapes) judge(shape.pod, shape.pods);
  return judged ? { drafts: [...drafts.values()], violations: [], unread } : undefined;
};

const runPodTemplates = async (
  context: EvaluationContext,
  rule: Rule<'pod-template'>,
  evaluate: Evaluate,
  counter: Counter,
): Promise<void> => {
  let turn = 0;
  for (const unit of context.units()) {
    if (turn++ % 64 === 63) await context.checkpoint();
    const stands = unit.holder?.object ?? unit.shapes[0]?.pod.object;
    if (stands === undefined || !context.selection.includes(unit.root, stands)) continue;
    const result = judgeUnit(context, rule, unit, evaluate);
    if (result !== undefined) count(counter, result.drafts, result.unread, context.floor);
  }
};

const placeOf = (context: EvaluationContext, at: KubeObject): Place => {
  const { chain, incomplete } = context.owners.chainOf(at);
  const root = chain.at(-1) ?? at;
  return { root, at, child: root === at ? undefined : at, ownerIncomplete: incomplete, prefix: '' };
};

const runObjects = async (
  context: EvaluationContext,
  rule: Rule<'object'>,
  evaluate: Evaluate,
  counter: Counter,
): Promise<void> => {
  const { where, namespace, resources } = rule.appliesTo;
  let turn = 0;
  for (const object of resources.flatMap(resource => context.index.list(resource, namespace))) {
    if (turn++ % 64 === 63) await context.checkpoint();
    const subject = { kind: 'object', object } as const;
    if (where !== undefined && !where(subject)) continue;
    const place = placeOf(context, object);
    if (!context.selection.includes(place.root, object)) continue;
    const { violations, unread } = evaluate(subject);
    count(
      counter,
      violations.map(violation => draftOf(context, rule, violation, place)),
      unread,
      context.floor,
    );
  }
};

const namedNamespace = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

const onPlaces = (
  context: EvaluationContext,
  rule: AnyRule,
  violations: readonly Violation[],
  fallback: KubeObject | undefined,
): readonly Draft[] =>
  violations.map(violation => {
    const at = violation.on ?? fallback;
    if (at === undefined) throw new Error(`Rule ${rule.id} names no object for what it found.`);
    return draftOf(context, rule, violation, placeOf(context, at));
  });

const runNamespaces = async (
  context: EvaluationContext,
  rule: Rule<'namespace'>,
  evaluate: Evaluate,
  counter: Counter,
): Promise<void> => {
  const { where, namespace } = rule.appliesTo;
  for (const name of context.namespaces()) {
    await context.checkpoint();
    if (namespace !== undefined && name !== namespace) continue;
    const object = context.index.get('namespaces', undefined, name);
    const subject = { kind: 'namespace', name, object } as const;
    const stands = object ?? namedNamespace(name);
    if ((where !== undefined && !where(subject)) || !context.selection.includes(stands, stands)) continue;
    const { violations, unread } = evaluate(subject);
    count(counter, onPlaces(context, rule, violations, stands), unread, context.floor);
  }
};

const runCluster = (context: EvaluationContext, rule: Rule<'cluster'>, evaluate: Evaluate, counter: Counter): void => {
  if (!context.selection.includesCluster) return;
  const subject = { kind: 'cluster', serverVersion: context.index.snapshot.meta.serverVersion ?? undefined } as const;
  if (rule.appliesTo.where !== undefined && !rule.appliesTo.where(subject)) return;
  const { violations, unread } = evaluate(subject);
  count(counter, onPlaces(context, rule, violations, undefined), unread, context.floor);
};

/** Subjects that may exist without having been read. */
const unreadSubjects = (context: EvaluationContext, rule: AnyRule): readonly UnreadScope[] => {
  const { selection, completeness, index } = context;
  if (context.manifests) return [];
  const only = rule.appliesTo.namespace;
  const namespaces = only === undefined ? selection.namespaces : [only].filter(selection.includesNamespace);
  return rule.appliesTo.resources.flatMap(resource => {
    if (!index.isNamespaced(resource))
      return selection.namespaces !== undefined && resource !== 'namespaces' ? [] : completeness.unread(resource);
    if (namespaces !== undefined) return namespaces.flatMap(namespace => completeness.unread(resource, namespace));
    return completeness
      .unread(resource)
      .filter(scope => scope.namespace === null || selection.includesNamespace(scope.namespace));
  });
};

/**
 * Where subjects are unread, no evaluation records what it would have read beside them: it is taken from the declaration, so
 * that the permissions that are named answer the unknown and do not lead to the next one.
 */
const unreadBeside = (context: EvaluationContext, rule: AnyRule, subjects: readonly UnreadScope[]): readonly UnreadScope[] =>
  [...new Set(subjects.map(scope => scope.namespace))].flatMap(namespace =>
    rule.needs
      .flatMap(resource => context.completeness.unread(resource, namespace ?? undefined))
      .filter(scope => scope.namespace === namespace),
  );

const runSubjects = async (context: EvaluationContext, rule: AnyRule, evaluate: Evaluate, counter: Counter): Promise<void> => {
  switch (rule.appliesTo.subject) {
    case 'pod-template':
      return runPodTemplates(context, rule as Rule<'pod-template'>, evaluate, counter);
    case 'object':
      return runObjects(context, rule as Rule<'object'>, evaluate, counter);
    case 'namespace':
      return runNamespaces(context, rule as Rule<'namespace'>, evaluate, counter);
    case 'cluster':
      return runCluster(context, rule as Rule<'cluster'>, evaluate, counter);
  }
};

const lackedFacts = (context: EvaluationContext, rule: AnyRule): readonly FactKind[] =>
  rule.facts.filter(kind => !hasFactKind(context.index.snapshot.meta, kind, factKinds[kind]));

export class Cancelled extends Error {}

/** A rule over all its subjects. One that throws is a defect of ours: what it said is dropped, and the others go on. */
export const runRule = async (context: EvaluationContext, rule: AnyRule): Promise<RuleOutcome> => {
  const ways = rule.asksWays === true ? await context.ways() : undefined;
  const recording = createView(context.index, context.completeness, rule, context.config, ways);
  const nothing = { rule, drafts: [], passed: 0, failed: 0, unread: [], lacks: [], defect: undefined, view: recording.view };
  const lacks = lackedFacts(context, rule);
  if (lacks.length > 0) return { ...nothing, lacks };
  const subjects = unreadSubjects(context, rule);
  const unread = [...subjects, ...unreadBeside(context, rule, subjects)];
  const counter: Counter = { passed: 0, failed: 0, drafts: [], unread };
  try {
    await runSubjects(context, rule, judgeWith(rule, recording), counter);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return { ...nothing, defect: error instanceof Error ? error.message : String(error) };
  }
  return { ...nothing, ...counter };
};
