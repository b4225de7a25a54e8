import type { CompareFinding, CompareObject, CompareSide, CompareSummary } from '#contract/compare';
import type { Finding } from '#contract/finding';
import type { ResourceName } from '#contract/kube';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { resourceName } from '#contract/kube';
import type { Ports } from '#core/ports';
import { createCheckpoint } from './checkpoint.ts';
import { createCauses, type NeedsOf } from './causes.ts';
import { compareFindings } from './compare-findings.ts';
import { compareObjects, type ObjectComparison } from './compare-objects.ts';
import type { Changed, PairContext } from './object-changes.ts';
import { autoscaled } from './replicas.ts';
import { createSide, type Side, type SideInput } from './side.ts';

export interface CompareInput {
  readonly before: SideInput & { readonly index?: SnapshotIndex };
  readonly after: SideInput & { readonly index?: SnapshotIndex };
  /** The rules that both evaluations are of. */
  readonly rulesVersion: string;
  readonly reevaluated: boolean;
  /** The earlier snapshot's own findings, where others than those of the evaluation given. */
  readonly storedBefore: readonly Finding[] | null;
  readonly needsOf: NeedsOf;
}

/** What two snapshots differ in, whole; rows in the order in which they are shown. */
export interface Comparison {
  readonly summary: CompareSummary;
  /** Access first, then the rest. */
  readonly changes: readonly Changed[];
  readonly leftOut: readonly Changed[];
  readonly findings: readonly CompareFinding[];
  readonly context: PairContext;
}

const objectCount = ({ snapshot }: Side): number => [...snapshot.objects.values()].reduce((sum, list) => sum + list.length, 0);

const sideOf = (side: Side): CompareSide => {
  const { meta } = side.snapshot;
  return {
    id: side.id,
    title: side.title,
    name: meta.name,
    origin: meta.origin,
    clusterId: meta.clusterId,
    serverVersion: meta.serverVersion,
    capturedAt: meta.capturedAt,
    capturedAs: meta.capturedAs,
    objects: objectCount(side),
    unknown: side.evaluation.findings.filter(({ status }) => status === 'unknown').length,
    partial: meta.partial,
    rulesVersion: side.storedRules,
  };
};

const sameCluster = (before: Side, after: Side): boolean | null => {
  const ids = [before.snapshot.meta.clusterId, after.snapshot.meta.clusterId];
  return ids[0] === null || ids[1] === null ? null : ids[0] === ids[1];
};

/** What the later side did not read and the earlier did. Between files nothing is lost: they hold what they hold. */
const lostTo = (before: Side, after: Side): CompareSummary['lost'] => {
  if (before.isFiles || after.isFiles) return [];
  const resources = new Set(
    [...before.snapshot.coverage.entries, ...after.snapshot.coverage.entries].map(({ group, resource }) =>
      resourceName(group, resource),
    ),
  );
  return [...resources].sort().flatMap((resource: ResourceName) => {
    if (resource === '' || resource.startsWith('*')) return [];
    const known = new Set(before.completeness.unread(resource).map(({ namespace }) => namespace));
    if (known.has(null)) return [];
    const lost = after.completeness.unread(resource).filter(({ namespace }) => !known.has(namespace));
    if (lost.length === 0) return [];
    const names = lost.flatMap(({ namespace }) => namespace ?? []);
    return [{ resource, namespaces: lost.some(({ namespace }) => namespace === null) ? null : [...new Set(names)].sort() }];
  });
};

const mostGaps = 200;
const mostLost = 100;
const mostNamespaces = 300;

const tally = <T, K extends string>(rows: readonly T[], of: (row: T) => K | null): Readonly<Partial<Record<K, number>>> => {
  const counts: Partial<Record<K, number>> = {};
  for (const row of rows) {
    const key = of(row);
    if (key !== null) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

const namespaceOf = (row: CompareObject | CompareFinding): string => row.namespace ?? (row.kind === 'Namespace' ? row.name : '');

const namespacesIn = (rows: readonly (CompareObject | CompareFinding)[]): CompareSummary['namespaces'] => {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(namespaceOf(row), (counts.get(namespaceOf(row)) ?? 0) + 1);
  return [...counts]
    .map(([namespace, count]) => ({ namespace, count }))
    .sort((left, right) => right.count - left.count || (left.namespace < right.namespace ? -1 : 1))
    .slice(0, mostNamespaces);
};

const explained = new Set<CompareFinding['change']>(['new', 'fixed']);

/** Rows know how many findings they explain; those that explain most come first. */
const withCauses = (changes: readonly Changed[], findings: readonly CompareFinding[]): readonly Changed[] => {
  const causes = new Map<string, number>();
  for (const { change, cause } of findings)
    if (cause !== null && explained.has(change)) causes.set(cause.key, (causes.get(cause.key) ?? 0) + 1);
  const counted = changes.map(changed => ({ ...changed, row: { ...changed.row, causes: causes.get(changed.pair.key) ?? 0 } }));
  const isAccess = ({ row }: Changed): number => (row.section === 'access' ? 0 : 1);
  return counted.sort((left, right) => isAccess(left) - isAccess(right) || right.row.causes - left.row.causes);
};

const knownByRules = (stored: readonly Finding[] | null, before: Side): number => {
  if (stored === null) return 0;
  const known = new Set(stored.map(({ id }) => id));
  return before.evaluation.findings.filter(({ id, status }) => status !== 'unknown' && !known.has(id)).length;
};

const summaryOf = (
  input: CompareInput,
  { before, after, valuesComparable }: PairContext,
  objects: ObjectComparison,
  changes: readonly Changed[],
  findings: readonly CompareFinding[],
  durationMs: number,
): CompareSummary => {
  const rows = changes.map(({ row }) => row);
  const access = tally(rows, row => row.access);
  const others = tally(rows, row => (row.section === 'objects' ? row.change : null));
  const found = tally(findings, row => row.change);
  return {
    before: sideOf(before),
    after: sideOf(after),
    sameCluster: sameCluster(before, after),
    valuesComparable,
    rules: {
      version: input.rulesVersion,
      reevaluated: input.reevaluated,
      knownByRules: knownByRules(input.storedBefore, before),
    },
    access: { gained: access.gained ?? 0, lost: access.lost ?? 0, changed: access.changed ?? 0 },
    findings: {
      new: found.new ?? 0,
      newlyKnown: found['newly-known'] ?? 0,
      fixed: found.fixed ?? 0,
      changed: found.changed ?? 0,
      noLongerKnown: found['no-longer-known'] ?? 0,
    },
    objects: { added: others.added ?? 0, removed: others.removed ?? 0, changed: others.changed ?? 0 },
    leftOut: [...objects.leftOutCounts]
      .map(([reason, count]) => ({ reason, objects: count }))
      .sort((left, right) => right.objects - left.objects),
    notComparable: {
      objects: objects.notComparable.reduce((sum, entry) => sum + entry.objects, 0),
      entries: objects.notComparable.slice(0, mostGaps),
      omitted: Math.max(0, objects.notComparable.length - mostGaps),
    },
    lost: lostTo(before, after).slice(0, mostLost),
    namespaces: namespacesIn([...rows, ...findings]),
    compared: objects.compared,
    durationMs,
  };
};

/**
 * Compares two snapshots by meaning. Both evaluations must be of the same rules: like is compared with like. Rejects with
 * `Cancelled` when the signal aborts.
 */
export const compareSnapshots = async (
  input: CompareInput,
  ports: Pick<Ports, 'pause' | 'clock'>,
  signal: AbortSignal,
): Promise<Comparison> => {
  const began = ports.clock.elapsed();
  const before = createSide(input.before, input.before.index);
  const after = createSide(input.after, input.after.index);
  const context: PairContext = {
    before,
    after,
    valuesComparable: before.snapshot.meta.fingerprintKeyId === after.snapshot.meta.fingerprintKeyId,
    autoscaled: new Set([...autoscaled(before.index), ...autoscaled(after.index)]),
  };
  const checkpoint = createCheckpoint(ports, signal);
  const objects = await compareObjects(context, checkpoint);
  const causeOf = createCauses(objects.changes, input.needsOf);
  const findings = await compareFindings({ before, after, causeOf, needsOf: input.needsOf }, checkpoint);
  const changes = withCauses(objects.changes, findings);
  const durationMs = Math.round(ports.clock.elapsed() - began);
  return {
    summary: summaryOf(input, context, objects, changes, findings, durationMs),
    changes,
    leftOut: objects.leftOut,
    findings,
    context,
  };
};

/** Nothing that counts differs, as far as both could be read. */
export const isSame = ({ access, findings, objects }: CompareSummary): boolean =>
  [access, findings, objects].every(counts => Object.values(counts).every(value => value === 0));
