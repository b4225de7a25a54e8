import { severities, type Finding, type Severity } from '#contract/finding';
import type { ObjectKey, ObjectRef } from '#contract/kube';

export interface FindingCount {
  readonly findings: number;
  readonly unknown: number;
  readonly worst: Severity | null;
}

export const noFindings: FindingCount = { findings: 0, unknown: 0, worst: null };

const worse = (known: Severity | null, next: Severity): Severity =>
  known === null || severities.indexOf(next) < severities.indexOf(known) ? next : known;

const withOne = (known: FindingCount, { status, severity }: Finding): FindingCount => {
  if (status === 'unknown') return { ...known, unknown: known.unknown + 1 };
  return status === 'fail' ? { ...known, findings: known.findings + 1, worst: worse(known.worst, severity) } : known;
};

/** The objects that a finding is about: the one to edit, and the one in which it stands. */
export const objectsOfFinding = (finding: Finding, keyOf: (ref: ObjectRef) => ObjectKey): ReadonlySet<ObjectKey> =>
  new Set([finding.resource, finding.at?.resource ?? null].flatMap(ref => (ref === null ? [] : [keyOf(ref)])));

export const countFindings = (
  findings: Iterable<Finding>,
  keyOf: (ref: ObjectRef) => ObjectKey,
): ReadonlyMap<ObjectKey, FindingCount> => {
  const counts = new Map<ObjectKey, FindingCount>();
  for (const finding of findings)
    for (const key of objectsOfFinding(finding, keyOf)) counts.set(key, withOne(counts.get(key) ?? noFindings, finding));
  return counts;
};
