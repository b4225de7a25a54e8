import type { CompareFinding, CompareSide, CompareSummary, FieldChange, FindingChange, LeftOut } from '#contract/compare';
import { grouped, plural } from './plural.ts';

/** Words that table, Markdown and page say alike. */
export const leftOutWords: Readonly<Record<LeftOut, string>> = {
  replicas: 'replicas replaced under their owner',
  derived: 'made by a controller from another object',
  renewed: 'leases and events',
  autoscaled: 'replicas under an autoscaler',
  'not-comparable': 'values not comparable',
  defaulted: 'written out on one side, a default on the other',
  notation: 'the same written otherwise',
  controller: 'annotations of controllers',
  status: 'status',
  bookkeeping: 'bookkeeping of the server',
};

export const findingWords: Readonly<Record<FindingChange, string>> = {
  new: 'new',
  'newly-known': 'newly known',
  fixed: 'fixed',
  changed: 'changed',
  'no-longer-known': 'no longer known',
};

const origins: Readonly<Record<CompareSide['origin'], string>> = {
  cluster: 'captured',
  bundle: 'captured',
  demo: 'captured',
  dump: 'read',
  manifests: 'read',
};

export const sideText = (side: CompareSide): string =>
  `${side.title} (${origins[side.origin]} ${side.capturedAt}${side.serverVersion === null ? '' : `, ${side.serverVersion}`}, ${plural(side.objects, 'object', 'objects')})`;

const counts = (entries: readonly (readonly [number, string])[]): string =>
  entries
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${grouped(count)} ${word}`)
    .join(', ') || 'none';

export const accessCounts = ({ access }: CompareSummary): string =>
  counts([
    [access.gained, 'gained'],
    [access.lost, 'lost'],
    [access.changed, 'changed'],
  ]);

export const findingCounts = ({ findings }: CompareSummary): string =>
  counts([
    [findings.new, findingWords.new],
    [findings.newlyKnown, findingWords['newly-known']],
    [findings.fixed, findingWords.fixed],
    [findings.changed, findingWords.changed],
    [findings.noLongerKnown, findingWords['no-longer-known']],
  ]);

export const objectCounts = ({ objects }: CompareSummary): string =>
  counts([
    [objects.added, 'created'],
    [objects.removed, 'removed'],
    [objects.changed, 'changed'],
  ]);

/** What a reader must know before the lists, a sentence each. */
export const noticesOf = (summary: CompareSummary): readonly string[] => {
  const { sameCluster, valuesComparable, rules, lost, notComparable } = summary;
  const [resources, more] = [lost.slice(0, 4).map(({ resource }) => resource), lost.length - 4];
  return [
    ...(sameCluster === false ? ['These are two different clusters.'] : []),
    ...(lost.length === 0
      ? []
      : [
          `The later one did not read all ${resources.join(', ')}${more > 0 ? ` and ${more} more` : ''}; nothing there is called fixed or removed.`,
        ]),
    ...(valuesComparable
      ? []
      : ['Values that were taken out are not comparable: their fingerprints are of different keys. None is called changed.']),
    ...(rules.reevaluated
      ? [
          `Both were evaluated anew by rules ${rules.version}${rules.knownByRules === 0 ? '' : `; ${plural(rules.knownByRules, 'finding', 'findings')} that the earlier list lacks ${rules.knownByRules === 1 ? 'was' : 'were'} there already`}.`,
        ]
      : []),
    ...(notComparable.objects === 0
      ? []
      : [`${plural(notComparable.objects, 'object is', 'objects are')} not comparable: one side did not read their kind there.`]),
  ];
};

export const fieldText = ({ path, change, before, after }: FieldChange): string => {
  if (change === 'added') return `${path}: ${after ?? ''} (new)`;
  if (change === 'removed') return `${path}: ${before ?? ''} (removed)`;
  if (change === 'reordered') return `${path}: another order, ${after ?? ''}`;
  return `${path}: ${before ?? ''} → ${after ?? ''}`;
};

export const findingPlace = ({ namespace, kind, name }: CompareFinding): string =>
  `${kind === '' ? '' : `${kind} `}${namespace === null ? '' : `${namespace}/`}${name}`;

export const causeText = ({ why, cause }: CompareFinding): string =>
  [
    why ?? '',
    cause === null
      ? ''
      : `Cause: ${cause.what}${cause.more === 0 ? '' : ` (or ${plural(cause.more, 'other change', 'other changes')})`}`,
  ]
    .filter(text => text !== '')
    .join(' ');

/** That nothing differs, and in what. */
export const sameText = (summary: CompareSummary): string =>
  `Nothing that counts differs in ${plural(summary.compared, 'object', 'objects')}${summary.notComparable.objects === 0 ? '' : ', as far as both were read'}.`;
