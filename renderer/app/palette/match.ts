import type { ReactNode } from 'react';

export type GroupName = 'Pages' | 'Actions' | 'Contexts' | 'Snapshots' | 'Objects' | 'Findings' | 'Rules';

/** A line of the palette. */
export interface Item {
  readonly id: string;
  readonly group: GroupName;
  readonly label: string;
  readonly detail?: string;
  readonly mark?: ReactNode;
  /** The key that does the same, as it is written. */
  readonly keys?: string;
  /** Further words by which it is found. */
  readonly also?: string;
  /** It was found by the core under the text: not to be matched again. */
  readonly found?: boolean;
  readonly run: () => void;
}

export interface Group {
  readonly value: GroupName;
  readonly items: readonly Item[];
}

const order: readonly GroupName[] = ['Pages', 'Actions', 'Contexts', 'Snapshots', 'Objects', 'Findings', 'Rules'];

/* Without a text only what is short and what was last are offered. */
const mostWithout: Readonly<Record<GroupName, number>> = {
  Pages: 20,
  Actions: 20,
  Contexts: 0,
  Snapshots: 5,
  Objects: 0,
  Findings: 0,
  Rules: 0,
};
const most: Readonly<Record<GroupName, number>> = {
  Pages: 8,
  Actions: 8,
  Contexts: 8,
  Snapshots: 8,
  Objects: 20,
  Findings: 8,
  Rules: 8,
};

const worst = 4;

/** How well all words fit: 0 the label begins with them, 1 a word of it does, 2 they stand in it, 3 beside it; null: they do not. */
export const scoreOf = (item: Item, text: string): number | null => {
  const label = item.label.toLowerCase();
  const whole = `${label} ${item.detail ?? ''} ${item.also ?? ''}`.toLowerCase();
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  if (item.found !== true && !words.every(word => whole.includes(word))) return null;
  if (label.startsWith(words.join(' '))) return 0;
  if (words.every(word => label.split(/[^\p{L}\p{N}]+/u).some(part => part.startsWith(word)))) return 1;
  if (words.every(word => label.includes(word))) return 2;
  return 3;
};

/** The groups with something to offer, that with the best line first, each with its best lines first. */
export const groupsOf = (items: readonly Item[], text: string): readonly Group[] => {
  const wanted = text.trim();
  const ranked = items.flatMap((item, index) => {
    const score = wanted === '' ? worst : scoreOf(item, wanted);
    return score === null ? [] : [{ item, score, index }];
  });
  return order
    .map((value, place) => {
      const own = ranked.filter(({ item }) => item.group === value).sort((a, b) => a.score - b.score || a.index - b.index);
      const shown = own.slice(0, wanted === '' ? mostWithout[value] : most[value]);
      return { value, place, best: shown[0]?.score ?? worst, items: shown.map(({ item }) => item) };
    })
    .filter(group => group.items.length > 0)
    .sort((a, b) => a.best - b.best || a.place - b.place)
    .map(({ value, items: shown }) => ({ value, items: shown }));
};
