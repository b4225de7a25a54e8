import type { Finding } from '#contract/finding';
import type { Recheck, RecheckState, RecheckVerdict } from '#contract/recheck';
import { namespaceOf } from '#core/findings/filter';
import { identityOf, type RecheckPlan } from './plan.ts';
import type { SecondLook } from './look-again.ts';

const places = (finding: Finding): string =>
  finding.at === null ? '' : `${finding.at.resource.kind} ${finding.at.resource.name}${finding.at.path}`;

const counted = (count: number): string => `${count} ${count === 1 ? 'occurrence' : 'occurrences'}`;

/** What is another, in words; [] where only the names of replicas may be. */
const differences = (before: Finding, after: Finding): readonly string[] => [
  ...(before.severity === after.severity ? [] : [`Severity was ${before.severity}, is ${after.severity}.`]),
  ...(before.message === after.message ? [] : [`It said: ${before.message}`]),
  ...(places(before) === places(after) ? [] : [`It stood at ${places(before)}, stands at ${places(after)}.`]),
  ...(before.occurrences.length === after.occurrences.length
    ? []
    : [`${counted(after.occurrences.length)}, was ${counted(before.occurrences.length)}.`]),
  ...(before.fixable === after.fixable ? [] : [after.fixable ? 'There is a patch now.' : 'There is no patch for it now.']),
];

const verdict = (
  finding: Finding,
  state: RecheckState,
  notes: readonly string[],
  needs: RecheckVerdict['needs'] = [],
): RecheckVerdict => ({
  finding: finding.id,
  state,
  ruleId: finding.ruleId,
  severity: finding.severity,
  message: finding.message.slice(0, 1000),
  kind: finding.resource?.kind ?? 'Cluster',
  namespace: namespaceOf(finding) === '' ? null : namespaceOf(finding),
  name: finding.resource?.name ?? '',
  notes: [...notes],
  needs: [...needs],
});

/** The unknown that now stands for what a finding said, if any. */
const unknownFor = (finding: Finding, unknowns: readonly Finding[]): Finding | undefined =>
  unknowns.find(
    other => other.ruleId === finding.ruleId && (other.resource === null || namespaceOf(other) === namespaceOf(finding)),
  );

const objectsOf = (finding: Finding): readonly string[] =>
  [finding.resource, finding.at?.resource].flatMap(ref => (ref === null || ref === undefined ? [] : [identityOf(ref)]));

const wordsWhenGone = (finding: Finding, { absent }: SecondLook): string => {
  if (finding.status === 'unknown') return 'The check was answered.';
  const gone = objectsOf(finding).some(name => absent.has(name));
  return gone ? 'The object is no longer there.' : 'The object is there, and the rule has nothing against it any more.';
};

const judge = (
  finding: Finding,
  look: SecondLook,
  after: ReadonlyMap<string, Finding>,
  unknowns: readonly Finding[],
): RecheckVerdict => {
  const now = after.get(finding.id);
  if (now !== undefined) {
    if (finding.status === 'unknown') return verdict(now, 'still', ['It is still not known.'], now.needs);
    const notes = differences(finding, now);
    return verdict(now, notes.length === 0 ? 'still' : 'changed', notes);
  }
  const refused = objectsOf(finding).flatMap(name => look.refused.get(name) ?? [])[0];
  if (refused !== undefined) return verdict(finding, 'unknown', [refused.why], refused.state === 'denied' ? [refused.need] : []);
  const unknown = finding.status === 'unknown' ? undefined : unknownFor(finding, unknowns);
  return unknown === undefined
    ? verdict(finding, 'gone', [wordsWhenGone(finding, look)])
    : verdict(finding, 'unknown', [unknown.message], unknown.needs);
};

const order: readonly RecheckState[] = ['new', 'unknown', 'changed', 'gone', 'still'];

/**
 * What two looks say of each finding: the snapshot's of this scope, and those that it does not have at all. `known` are the
 * ids of all its findings.
 */
export const verdictsOf = (plan: RecheckPlan, look: SecondLook, known: ReadonlySet<string>): readonly RecheckVerdict[] => {
  const after = new Map(look.findings.map(finding => [finding.id, finding]));
  const unknowns = look.findings.filter(finding => finding.status === 'unknown');
  const told = plan.before.map(finding => judge(finding, look, after, unknowns));
  const fresh = look.findings
    .filter(finding => !known.has(finding.id))
    .map(finding =>
      finding.status === 'unknown'
        ? verdict(finding, 'unknown', ['It was known in the snapshot.'], finding.needs)
        : verdict(finding, 'new', []),
    );
  const rank = ({ finding, state }: RecheckVerdict): number => (finding === plan.asked ? -1 : order.indexOf(state));
  return [...told, ...fresh].toSorted((a, b) => rank(a) - rank(b));
};

export const countsOf = (verdicts: readonly RecheckVerdict[]): Recheck['counts'] => {
  const counts = { still: 0, changed: 0, gone: 0, unknown: 0, new: 0 };
  for (const { state } of verdicts) counts[state] += 1;
  return counts;
};
