import type { Cause, CompareFinding, FindingChange } from '#contract/compare';
import type { Finding } from '#contract/finding';
import { severities } from '#contract/finding';
import type { ResourceName } from '#contract/kube';
import type { Checkpoint } from './checkpoint.ts';
import type { CauseOf, Explained } from './causes.ts';
import { type Side, unreadFor } from './side.ts';

/** Where a rule is unknown: in these namespaces; `null` among them is the whole cluster. */
type Unknowns = ReadonlyMap<string, ReadonlySet<string | null>>;

const unknownsOf = ({ evaluation }: Side): Unknowns => {
  const unknowns = new Map<string, Set<string | null>>();
  for (const { ruleId, status, resource } of evaluation.findings) {
    if (status !== 'unknown') continue;
    const scopes = unknowns.get(ruleId) ?? new Set<string | null>();
    scopes.add(resource === null ? null : resource.kind === 'Namespace' ? resource.name : (resource.namespace ?? null));
    unknowns.set(ruleId, scopes);
  }
  return unknowns;
};

const namespaceOf = ({ resource }: Finding): string | undefined =>
  resource?.kind === 'Namespace' ? resource.name : resource?.namespace;

const isUnknown = (unknowns: Unknowns, finding: Finding): boolean => {
  const scopes = unknowns.get(finding.ruleId);
  if (scopes === undefined) return false;
  const namespace = namespaceOf(finding);
  return scopes.has(null) || namespace === undefined || scopes.has(namespace);
};

const isHere = (side: Side, finding: Finding): boolean =>
  finding.resource !== null && side.index.find(finding.resource) !== undefined;

/** Whether a side that has no such object must not be taken to lack it. */
const mayBeHere = (side: Side, other: Side, finding: Finding): boolean => {
  const { resource } = finding;
  if (resource === null || isHere(side, finding)) return false;
  const name =
    side.index.resourceOf(resource.apiVersion, resource.kind) ?? other.index.resourceOf(resource.apiVersion, resource.kind);
  return name === undefined || unreadFor(side, other, name, resource.namespace).length > 0;
};

/** Not there, and all was read: nothing that the rule could not read would bring the finding back. */
const isGone = (side: Side, other: Side, finding: Finding): boolean =>
  finding.resource !== null && !isHere(side, finding) && !mayBeHere(side, other, finding);

const didNotRun = ({ evaluation }: Side, { ruleId }: Finding): boolean =>
  evaluation.skipped.some(skipped => skipped.ruleId === ruleId) || evaluation.defects.some(defect => defect.ruleId === ruleId);

export interface FindingsInput {
  readonly before: Side;
  readonly after: Side;
  readonly causeOf: CauseOf;
  readonly needsOf: (ruleId: string) => ReadonlySet<ResourceName>;
}

const mostMessage = 600;

const rowOf = (
  finding: Finding,
  change: FindingChange,
  more: Pick<CompareFinding, 'side' | 'why' | 'cause'> & { readonly earlier?: Finding },
): CompareFinding => ({
  id: finding.id,
  ruleId: finding.ruleId,
  change,
  severity: finding.severity,
  severityBefore: more.earlier === undefined ? null : more.earlier.severity,
  message: finding.message.slice(0, mostMessage),
  messageBefore:
    more.earlier === undefined || more.earlier.message === finding.message ? null : more.earlier.message.slice(0, mostMessage),
  kind: finding.resource?.kind ?? '',
  namespace: finding.resource?.namespace ?? null,
  name: finding.resource?.name ?? 'the whole cluster',
  container: finding.at?.container ?? null,
  side: more.side,
  why: more.why,
  cause: more.cause,
});

/** What a side did not read of what a rule needs, as a sentence. */
const unreadWords = (side: Side, which: 'earlier' | 'later', needs: ReadonlySet<ResourceName>, finding: Finding): string => {
  const namespace = namespaceOf(finding);
  const unread = [...needs].filter(
    resource => side.completeness.unread(resource, side.index.isNamespaced(resource) ? namespace : undefined).length > 0,
  );
  const names = unread.slice(0, 3).join(', ') + (unread.length > 3 ? ` and ${unread.length - 3} more` : '');
  const where = namespace === undefined ? '' : ` in ${namespace}`;
  return names === ''
    ? `The ${which} snapshot could not answer this rule${where}.`
    : `The ${which} snapshot did not read all ${names}${where}.`;
};

const placeText = ({ at }: Finding): string =>
  at === null ? '' : `${at.resource.kind}/${at.resource.namespace ?? ''}/${at.resource.name}/${at.container ?? ''}`;

const changedRow = (earlier: Finding, finding: Finding): CompareFinding | undefined => {
  const words = [
    earlier.severity === finding.severity ? '' : `its severity was ${earlier.severity}`,
    earlier.message === finding.message ? '' : 'it said something else',
    placeText(earlier) === placeText(finding)
      ? ''
      : `it stood at ${earlier.at?.resource.kind ?? ''} ${earlier.at?.resource.name ?? ''}`,
  ].filter(word => word !== '');
  if (words.length === 0) return undefined;
  return rowOf(finding, 'changed', { side: 'after', why: `Before, ${words.join(', ')}.`, cause: null, earlier });
};

const order: readonly FindingChange[] = ['new', 'newly-known', 'fixed', 'changed', 'no-longer-known'];

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const byWeight = (left: CompareFinding, right: CompareFinding): number =>
  order.indexOf(left.change) - order.indexOf(right.change) ||
  severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
  compareText(left.namespace ?? '', right.namespace ?? '') ||
  compareText(left.name, right.name) ||
  compareText(left.ruleId, right.ruleId);

const failsOf = ({ evaluation }: Side): ReadonlyMap<string, Finding> =>
  new Map(evaluation.findings.filter(({ status }) => status !== 'unknown').map(finding => [finding.id, finding]));

const causeText = (explained: Explained | undefined): Cause | null =>
  explained === undefined ? null : { key: explained.key, what: explained.what, more: explained.more };

/** Findings of two evaluations by the same rules, by their fingerprints. */
export const compareFindings = async (
  { before, after, causeOf, needsOf }: FindingsInput,
  checkpoint: Checkpoint,
): Promise<readonly CompareFinding[]> => {
  const earlier = failsOf(before);
  const later = failsOf(after);
  const unknowns = { before: unknownsOf(before), after: unknownsOf(after) };
  // Files leave the same questions open on both sides, and were judged under them on both.
  const bothFiles = before.isFiles && after.isFiles;
  const rows: CompareFinding[] = [];
  for (const [id, finding] of later) {
    await checkpoint();
    const known = earlier.get(id);
    const explained = causeOf(finding, after);
    const cause = causeText(explained);
    if (known !== undefined) {
      const row = changedRow(known, finding);
      if (row !== undefined) rows.push({ ...row, cause });
      continue;
    }
    const untold = !bothFiles && isUnknown(unknowns.before, finding) && !isGone(before, after, finding);
    const couldNotTell =
      explained?.direct !== true && (untold || mayBeHere(before, after, finding) || didNotRun(before, finding));
    const why = couldNotTell ? unreadWords(before, 'earlier', needsOf(finding.ruleId), finding) : null;
    rows.push(rowOf(finding, couldNotTell ? 'newly-known' : 'new', { side: 'after', why, cause: couldNotTell ? null : cause }));
  }
  for (const [id, finding] of earlier) {
    await checkpoint();
    if (later.has(id)) continue;
    const untold = !bothFiles && isUnknown(unknowns.after, finding) && !isGone(after, before, finding);
    const cannotTell = untold || mayBeHere(after, before, finding) || didNotRun(after, finding);
    const why = cannotTell ? unreadWords(after, 'later', needsOf(finding.ruleId), finding) : null;
    const cause = cannotTell ? null : causeText(causeOf(finding, before));
    rows.push(rowOf(finding, cannotTell ? 'no-longer-known' : 'fixed', { side: 'before', why, cause }));
  }
  return rows.sort(byWeight);
};
