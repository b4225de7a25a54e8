import type { Finding } from '#contract/finding';
import type { KubeObject, ObjectRef } from '#contract/kube';
import { isCopy, refOf } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { hash32, identityText } from './fingerprint.ts';
import type { EvaluateOptions } from './options.ts';
import type { Draft, EvaluationContext, RuleOutcome } from './run-rule.ts';

/** But the mark of a copy stays: it is a part of the name. */
const withoutUid = ({ apiVersion, kind, namespace, name, uid }: ObjectRef): ObjectRef => ({
  apiVersion,
  kind,
  name,
  ...(isCopy({ uid }) ? { uid } : {}),
  ...(namespace === undefined ? {} : { namespace }),
});

const occurrenceOf = (pod: KubeObject): Finding['occurrences'][number] => ({
  kind: pod.kind,
  ...(pod.metadata.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
  name: pod.metadata.name,
});

/** The API server refuses changes to these once they run; in a file they can be edited. */
const immutableWhenLive: readonly string[] = ['Pod', 'Job'];

/** Whether the rule has a patch for this case: never for what an operator owns, or may own, or the API server would refuse. */
const isFixable = (context: EvaluationContext, { rule, view }: RuleOutcome, draft: Draft): boolean => {
  // Exported patches name their object, and of two with one name they would change both.
  if (isCopy(draft.at.metadata)) return false;
  if (rule.remediate === undefined || draft.at !== draft.root || draft.ownerIncomplete) return false;
  if (!context.manifests && immutableWhenLive.includes(draft.at.kind)) return false;
  return (rule.remediate({ ...draft.violation, object: draft.at }, view)?.edits.length ?? 0) > 0;
};

const sourceOf = (context: EvaluationContext, options: EvaluateOptions, draft: Draft): Finding['source'] => {
  const source = options.sources?.get(context.index.keyOf(draft.at));
  return source === undefined ? undefined : { file: source.file, line: source.line(draft.violation.path) };
};

// Names are bounded by the API server, not by a dump or a file that claims to come from one.
const bounded = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most)}…`);

const findingOf = (
  context: EvaluationContext,
  options: EvaluateOptions,
  outcome: RuleOutcome,
  draft: Draft,
  id: string,
): Finding => {
  const { rule } = outcome;
  const source = sourceOf(context, options, draft);
  const { violation } = draft;
  return {
    id,
    ruleId: rule.id,
    status: 'fail',
    severity: draft.severity,
    resource: refOf(draft.root),
    ownerIncomplete: draft.ownerIncomplete,
    at: {
      resource: withoutUid(refOf(draft.at)),
      path: violation.path,
      ...(violation.container === undefined ? {} : { container: bounded(violation.container, 253) }),
    },
    path: violation.path,
    occurrences: draft.occurrences.map(occurrenceOf),
    ...(source === undefined ? {} : { source }),
    message: bounded(violation.message, 2000),
    why: bounded(violation.why ?? rule.why, 2000),
    fix: bounded(violation.fix ?? rule.fix, 2000),
    frameworks: [...(options.frameworks[rule.id] ?? [])],
    fixable: isFixable(context, outcome, draft),
    needs: [],
  };
};

const textOf = (rule: AnyRule, draft: Draft): string =>
  identityText({ ruleId: rule.id, root: draft.root, child: draft.child, path: draft.path });

/** Findings of one rule in a fixed order; the second of two that are alike in everything gets `#2`. */
export const findingsOf = (context: EvaluationContext, options: EvaluateOptions, outcome: RuleOutcome): readonly Finding[] => {
  const rows = outcome.drafts.map(draft => ({ draft, text: textOf(outcome.rule, draft), pointer: draft.violation.path }));
  rows.sort((left, right) =>
    left.text === right.text ? (left.pointer < right.pointer ? -1 : 1) : left.text < right.text ? -1 : 1,
  );
  const seen = new Map<string, number>();
  return rows.map(({ draft, text }) => {
    const nth = (seen.get(text) ?? 0) + 1;
    seen.set(text, nth);
    return findingOf(context, options, outcome, draft, hash32(nth === 1 ? text : `${text}#${nth}`));
  });
};
