import type { CompareFinding, CompareObject, CompareSummary, FieldChange, LeftOut } from '#contract/compare';
import type { SnapshotSummary } from '#contract/snapshot';
import type { IconName } from '#renderer/ui/Icon.tsx';
import { absoluteText, countText, plural } from '#renderer/ui/time.ts';
import type { Section } from './compare-state.ts';

export const sectionTitles: Readonly<Record<Section, string>> = {
  access: 'Access',
  findings: 'Findings',
  objects: 'Objects, by meaning',
  'left-out': 'Left out',
};

export interface ChangeWord {
  readonly word: string;
  readonly label: string;
  readonly icon: IconName;
  readonly tone: 'plus' | 'minus' | 'change' | 'fixed' | 'unknown' | 'quiet';
}

const word = (text: string, icon: IconName, tone: ChangeWord['tone'], label = text): ChangeWord => ({
  word: text,
  label: label.charAt(0).toUpperCase() + label.slice(1),
  icon,
  tone,
});

/** By section and change: a word, a shape and a colour. */
export const changeWords: Readonly<Record<Section, Readonly<Record<string, ChangeWord>>>> = {
  access: {
    gained: word('gained', 'plus', 'plus'),
    lost: word('lost', 'minus', 'minus'),
    changed: word('changed', 'arrow', 'change'),
  },
  findings: {
    new: word('new', 'plus', 'plus'),
    'newly-known': word('newly known', 'plus', 'unknown'),
    fixed: word('fixed', 'passed', 'fixed'),
    changed: word('changed', 'arrow', 'change'),
    'no-longer-known': word('not known', 'unknown', 'unknown', 'no longer known'),
  },
  objects: {
    added: word('created', 'plus', 'plus'),
    removed: word('removed', 'minus', 'minus'),
    changed: word('changed', 'arrow', 'change'),
  },
  'left-out': {
    replicas: word('replicas', 'retry', 'quiet'),
    derived: word('derived', 'arrow', 'quiet'),
    renewed: word('renewed', 'clock', 'quiet'),
    autoscaled: word('autoscaled', 'arrow', 'quiet'),
    'not-comparable': word('not told', 'unknown', 'unknown', 'values'),
    defaulted: word('default', 'arrow', 'quiet', 'defaults'),
    notation: word('notation', 'arrow', 'quiet'),
    controller: word('annotations', 'arrow', 'quiet'),
    status: word('status', 'arrow', 'quiet'),
    bookkeeping: word('bookkeeping', 'arrow', 'quiet'),
  },
};

const unknownWord: ChangeWord = word('changed', 'arrow', 'change');

export const wordOf = (section: Section, change: string): ChangeWord => changeWords[section][change] ?? unknownWord;

export const changeOfObject = (row: CompareObject): string => row.reason ?? row.access ?? row.change;

/** Why a field does not count, as the end of a sentence. */
export const leftOutReasons: Readonly<Record<LeftOut, string>> = {
  replicas: 'replicas come and go under their owner',
  derived: 'a controller makes it of another object',
  renewed: 'it is renewed all the time',
  autoscaled: 'an autoscaler sets it',
  'not-comparable': 'the value was taken out and cannot be compared',
  defaulted: 'it says what silence means',
  notation: 'it is the same, written otherwise',
  controller: 'a controller writes it for itself',
  status: 'it is status',
  bookkeeping: 'the server keeps it for itself',
};

const joined = (parts: readonly (readonly [number, string])[]): string =>
  parts
    .filter(([count]) => count > 0)
    .map(([count, text]) => `${countText(count)} ${text}`)
    .join(', ');

/** What a section holds, without a filter. */
export const sectionNote = (section: Section, summary: CompareSummary): string => {
  const { access, findings, objects } = summary;
  if (section === 'access')
    return joined([
      [access.gained, 'gained'],
      [access.lost, 'lost'],
      [access.changed, 'changed'],
    ]);
  if (section === 'findings')
    return joined([
      [findings.new, 'new'],
      [findings.newlyKnown, 'newly known'],
      [findings.fixed, 'fixed'],
      [findings.changed, 'changed'],
      [findings.noLongerKnown, 'no longer known'],
    ]);
  if (section === 'objects')
    return joined([
      [objects.added, 'created'],
      [objects.removed, 'removed'],
      [objects.changed, 'changed'],
    ]);
  const left = summary.leftOut.reduce((sum, { objects: count }) => sum + count, 0);
  return `${plural(left, 'object differs', 'objects differ')} in ways that do not count; replicas are told on their owner`;
};

export const placeOf = ({ namespace, name }: { readonly namespace: string | null; readonly name: string }): string =>
  namespace === null ? name : `${namespace}/${name}`;

export const fieldLine = ({ path, change, before, after }: FieldChange): string => {
  if (change === 'added') return `${path} ${after ?? ''}`;
  if (change === 'removed') return `${path}, was ${before ?? ''}`;
  if (change === 'reordered') return `${path}, another order`;
  return `${path} ${before ?? ''} → ${after ?? ''}`;
};

export const sideWords = (snapshot: SnapshotSummary): string =>
  `${absoluteText(snapshot.meta.capturedAt)}, ${countText(snapshot.unknown)} unknown`;

export const sameWords = ({ compared, notComparable, before, after }: CompareSummary): string => {
  const what = `${plural(compared, 'object')} and all findings of “${before.title}” and “${after.title}” were compared`;
  return notComparable.objects === 0
    ? `${what}.`
    : `${what}; ${plural(notComparable.objects, 'object')} could not be, since one of the two did not read their kind.`;
};

const lostPart = ({ resource, namespaces }: CompareSummary['lost'][number]): string => {
  const kind = resource.split('.')[0] ?? resource;
  if (namespaces === null) return kind;
  const shown = namespaces.slice(0, 3).join(', ');
  return `${kind} in ${shown}${namespaces.length > 3 ? ` and ${namespaces.length - 3} more` : ''}`;
};

/** What the later one could not read though the earlier one did. */
export const lostWords = (lost: CompareSummary['lost']): string => {
  const parts = lost.slice(0, 4).map(lostPart);
  const more = lost.length > 4 ? `, and ${lost.length - 4} more kinds` : '';
  return `The later one did not read all ${parts.join('; ')}${more}. Nothing there is called fixed or removed.`;
};

export const isNothing = ({ access, findings, objects }: CompareSummary): boolean =>
  [access, findings, objects].every(counts => Object.values(counts).every(count => count === 0));

export const findingWords = (finding: CompareFinding): ChangeWord => wordOf('findings', finding.change);
