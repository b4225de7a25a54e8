import { useLayoutEffect } from 'react';
import { type Bound, isCharacter, type Layer, type Registry, useKeyRegistry, usual } from './keys.ts';

const shown: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  ArrowDown: 'Down',
  ArrowUp: 'Up',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/** How a key is written: "J", "Esc", "G F". */
export const keyText = (key: string): string =>
  key === ' '
    ? 'Space'
    : key
        .split(' ')
        .map(part => shown[part] ?? (part.length === 1 ? part.toUpperCase() : part))
        .join(' ');

const keyNamed = (text: string): string =>
  Object.entries(shown).find(([, word]) => word === text)?.[0] ?? (text.length === 1 ? text.toLowerCase() : text);

/** Gives the page's own words for keys that are bound, by how they are written. */
export const useKeyWords = (words: readonly { readonly keys: readonly string[]; readonly does: string }[]): void => {
  const shape = JSON.stringify(Object.fromEntries(words.flatMap(({ keys, does }) => keys.map(key => [keyNamed(key), does]))));
  useLayoutEffect(() => {
    useKeyRegistry.setState({ words: JSON.parse(shape) as Readonly<Record<string, string>> });
    return () => useKeyRegistry.setState({ words: {} });
  }, [shape]);
};

export interface KeyHint {
  readonly keys: readonly string[];
  readonly does: string;
}

const rank = Object.keys(usual);

const place = (key: string): number => (rank.includes(key) ? rank.indexOf(key) : rank.length);

const joined = (entries: readonly (readonly [string, string])[]): readonly KeyHint[] => {
  const by = new Map<string, string[]>();
  for (const [key, does] of entries) by.set(does, [...(by.get(does) ?? []), keyText(key)]);
  return [...by].map(([does, keys]) => ({ does, keys: [...new Set(keys)] }));
};

const active = ({ layers, single }: Registry, level: Layer['level']): readonly Bound[] => {
  const seen = new Set<string>();
  return layers
    .filter(layer => layer.level === level)
    .flatMap(layer => layer.bound)
    .filter(bound => (single || !isCharacter(bound.key)) && !seen.has(bound.key) && seen.add(bound.key))
    .slice()
    .sort((a, b) => place(a.key) - place(b.key));
};

/** For the status line: keys that do something here, a few words each. While a first key waits, what may follow it. */
export const hintsOf = (registry: Registry): readonly KeyHint[] => {
  const { pending, words } = registry;
  const app = active(registry, 'app');
  if (pending !== null)
    return joined(
      app.filter(({ key }) => key.startsWith(`${pending} `)).map(({ key, does }) => [key.slice(pending.length + 1), does]),
    );
  return joined(
    [...active(registry, 'page'), ...app].flatMap(({ key, hint }) => {
      const text = words[key] ?? hint;
      return text === null ? [] : [[key, text] as const];
    }),
  );
};

/** For the sheet: every key that is bound, in full. */
export const sheetOf = (registry: Registry, level: Layer['level']): readonly KeyHint[] =>
  joined(active(registry, level).map(({ key, does }) => [key, words(registry, level, key) ?? does]));

/** A word for two keys at once ("move") tells less in the sheet than each key's own. */
const words = (registry: Registry, level: Layer['level'], key: string): string | undefined =>
  level === 'page' && usual[key]?.hint !== registry.words[key] ? registry.words[key] : undefined;

/** Bound keys without a word, for the test that walks all pages: there must be none. */
export const wordless = (registry: Registry): readonly string[] =>
  registry.layers
    .flatMap(layer => layer.bound.filter(bound => bound.does === '' && registry.words[bound.key] === undefined))
    .map(({ key }) => key);
