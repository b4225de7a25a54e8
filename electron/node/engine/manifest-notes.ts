import type { Problem } from '#contract/problem';
import type { ParsedManifests } from '#core/manifests/parse-manifests';

type Told = Pick<ParsedManifests, 'problems' | 'skipped'>;

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `a.yaml`, `a.yaml, b.yaml and 5 more`. */
const enumerated = (items: readonly string[]): string => {
  const unique = [...new Set(items)];
  return unique.length > 2 ? `${unique.slice(0, 2).join(', ')} and ${unique.length - 2} more` : unique.join(' and ');
};

const placeOf = ({ at }: Problem): string => `${at?.file ?? '?'}${at?.line === undefined ? '' : `, line ${at.line}`}`;

const copyNotes = ({ problems, skipped }: Told): readonly string[] => {
  const same = skipped.filter(entry => entry.again === true);
  const other = problems.filter(({ code }) => code === 'object-twice');
  const [first] = other;
  return [
    ...(same.length === 0
      ? []
      : [
          `${counted(same.length, 'object stands', 'objects stand')} in another file too, with the same content: looked at once.`,
        ]),
    ...(first === undefined
      ? []
      : [
          `${counted(other.length, 'object stands', 'objects stand')} in another place too, with another content (${placeOf(first)}${other.length > 1 ? ' …' : ''}): each is looked at. Overlays and environments are better scanned one at a time.`,
        ]),
  ];
};

const keyNotes = ({ problems }: Told): readonly string[] => {
  const keys = problems.filter(({ what }) => what.endsWith('a key stands twice in one map.'));
  const [first] = keys;
  return first === undefined
    ? []
    : [
        `${counted(keys.length, 'key stands', 'keys stand')} twice in one map (${placeOf(first)}${keys.length > 1 ? ' …' : ''}): the last one counts, as kubectl takes it.`,
      ];
};

const otherNotes = ({ skipped }: Told): readonly string[] => {
  const byWhy = [
    ...Map.groupBy(
      skipped.filter(entry => entry.again !== true),
      entry => entry.why,
    ),
  ];
  const notes = byWhy.map(([why, entries]) => `${enumerated(entries.map(entry => entry.file))} passed over: ${why}.`);
  return notes.length <= 2
    ? notes
    : [
        ...notes.slice(0, 1),
        `${counted(byWhy.slice(1).flatMap(([, entries]) => entries).length, 'more part')} of files passed over, which hold no Kubernetes object.`,
      ];
};

/**
 * What of manifests a reader should know beside the findings, in a few lines however many files there are. Files that could
 * not be read are in the coverage.
 */
export const manifestNotes = (told: Told): readonly string[] => [...copyNotes(told), ...keyNotes(told), ...otherNotes(told)];
