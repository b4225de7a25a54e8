import type { ContextSource } from '#contract/context';
import type { InventoryEntry } from '#contract/inventory';
import { isProduction } from '#renderer/app/frame/cluster-colour.ts';

export type Grouping = 'source' | 'environment' | 'owner' | 'none';
export type Shown = 'all' | 'never' | 'overdue' | 'problems';

export const groupings: readonly { readonly value: Grouping; readonly label: string }[] = [
  { value: 'source', label: 'file' },
  { value: 'environment', label: 'environment' },
  { value: 'owner', label: 'owner' },
  { value: 'none', label: 'nothing' },
];

/** What a person said, else what the name tells of production; '' where neither does. */
export const environmentOf = (entry: Pick<InventoryEntry, 'name' | 'note'>): string => {
  const said = entry.note?.environment ?? '';
  return said === '' && isProduction(entry.name) ? 'production' : said;
};

const text = (entry: InventoryEntry): string =>
  [
    entry.name,
    entry.file ?? entry.source,
    entry.namespace ?? '',
    entry.cluster?.server ?? '',
    entry.cluster?.name ?? '',
    entry.user?.name ?? '',
    entry.note?.owner ?? '',
    environmentOf(entry),
    entry.note?.criticality ?? '',
  ]
    .join('\n')
    .toLowerCase();

export const isShown: Readonly<Record<Shown, (entry: InventoryEntry) => boolean>> = {
  all: () => true,
  never: entry => entry.due === 'never',
  overdue: entry => entry.due === 'overdue',
  problems: entry => entry.problems.length > 0,
};

/** Entries in which every word stands, wherever. */
export const search = (entries: readonly InventoryEntry[], words: string, shown: Shown): readonly InventoryEntry[] => {
  const parts = words.toLowerCase().split(/\s+/u).filter(Boolean);
  return entries.filter(entry => {
    if (!isShown[shown](entry)) return false;
    if (parts.length === 0) return true;
    const all = text(entry);
    return parts.every(part => all.includes(part));
  });
};

export type Line =
  | {
      readonly type: 'group';
      readonly key: string;
      readonly title: string;
      readonly count: number;
      readonly source: ContextSource | null;
    }
  | { readonly type: 'problem'; readonly key: string; readonly text: string }
  | { readonly type: 'entry'; readonly key: string; readonly entry: InventoryEntry };

export const entryKey = ({ source, name }: { readonly source: string; readonly name: string }): string =>
  JSON.stringify([source, name]);

const entryLine = (entry: InventoryEntry): Line => ({ type: 'entry', key: entryKey(entry), entry });

const environments = ['production', 'staging', 'test', 'development', ''];

const collator = new Intl.Collator('en', { numeric: true });

/** Under the file that each comes from: a source may be a list of many. A source stands also where nothing of it is left to show. */
const bySource = (sources: readonly ContextSource[], entries: readonly InventoryEntry[], narrowed: boolean): readonly Line[] =>
  sources.flatMap(source => {
    const own = entries.filter(entry => entry.source === source.id);
    if (narrowed && own.length === 0) return [];
    const files = grouped(own, entry => entry.file ?? source.label);
    const problems = source.problems.map((problem, at): Line => ({ type: 'problem', key: `${source.id}:${at}`, text: problem }));
    const head = (title: string, count: number): Line => ({
      type: 'group',
      key: `source:${source.id}:${title}`,
      title,
      count,
      source,
    });
    if (files.size < 2) return [head([...files.keys()][0] ?? source.label, own.length), ...problems, ...own.map(entryLine)];
    return [...problems, ...[...files].flatMap(([file, ofFile]) => [head(file, ofFile.length), ...ofFile.map(entryLine)])];
  });

const grouped = (
  entries: readonly InventoryEntry[],
  valueOf: (entry: InventoryEntry) => string,
): ReadonlyMap<string, readonly InventoryEntry[]> => {
  const groups = new Map<string, InventoryEntry[]>();
  for (const entry of entries) {
    const value = valueOf(entry);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [entry]);
    else group.push(entry);
  }
  return groups;
};

const byValue = (
  entries: readonly InventoryEntry[],
  valueOf: (entry: InventoryEntry) => string,
  order: (a: string, b: string) => number,
  unsaid: string,
): readonly Line[] =>
  [...grouped(entries, valueOf)]
    .sort(([a], [b]) => order(a, b))
    .flatMap(([value, own]): readonly Line[] => [
      { type: 'group', key: `value:${value}`, title: value === '' ? unsaid : value, count: own.length, source: null },
      ...own.map(entryLine),
    ]);

const saidFirst = (a: string, b: string): number =>
  a === '' || b === '' ? Number(a === '') - Number(b === '') : collator.compare(a, b);

/** The list as it is drawn: heads, what is wrong with a file, contexts. */
export const linesOf = (
  sources: readonly ContextSource[],
  entries: readonly InventoryEntry[],
  grouping: Grouping,
  narrowed: boolean,
): readonly Line[] => {
  switch (grouping) {
    case 'source':
      return bySource(sources, entries, narrowed);
    case 'environment':
      return byValue(entries, environmentOf, (a, b) => environments.indexOf(a) - environments.indexOf(b), 'environment not said');
    case 'owner':
      return byValue(entries, entry => entry.note?.owner ?? '', saidFirst, 'owner not said');
    case 'none':
      return [...entries].sort((a, b) => collator.compare(a.name, b.name)).map(entryLine);
  }
};

export const shownProblems = 2;

/** Pixels: a context has two lines, and one more for each problem that is shown. */
export const heightOf = (line: Line | undefined): number => {
  if (line === undefined) return 46;
  if (line.type === 'group') return 32;
  if (line.type === 'problem') return 24;
  const problems = Math.min(line.entry.problems.length, shownProblems) + (line.entry.problems.length > shownProblems ? 1 : 0);
  return 46 + problems * 20;
};
