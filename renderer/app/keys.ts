import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';

/**
 * The one table of keys. Handlers bind to it, and the status line, the sheet and the palette read from the same bindings, so
 * that none of them can tell of a key that does nothing or keep silent about one that does.
 */

type Run = (event: KeyboardEvent) => void;

interface Named {
  readonly does: string;
  /** Beside the key in the status line; absent: the sheet alone tells it. */
  readonly hint?: string;
  readonly run: Run;
}

/** By the key's name (`j`, `Enter`, `?`), or by two of them in turn (`g f`). */
export type KeyMap = Readonly<Record<string, Run | Named>>;

/** What a key is called and does where the page says nothing else. The order is that of sheet and status line. */
export const usual: Readonly<Record<string, { readonly does: string; readonly hint?: string }>> = {
  j: { does: 'next', hint: 'move' },
  k: { does: 'previous', hint: 'move' },
  ArrowDown: { does: 'next' },
  ArrowUp: { does: 'previous' },
  ArrowRight: { does: 'unfold' },
  ArrowLeft: { does: 'fold' },
  Enter: { does: 'open', hint: 'open' },
  Escape: { does: 'back' },
  x: { does: 'select', hint: 'select' },
  o: { does: 'open object', hint: 'open object' },
  p: { does: 'add to tray, or take out', hint: 'to tray' },
  t: { does: 'show all rows', hint: 'all rows' },
  d: { does: 'dry-run', hint: 'dry-run' },
  e: { does: 'export', hint: 'export' },
  Backspace: { does: 'take out' },
  Delete: { does: 'delete' },
  '/': { does: 'filter', hint: 'filter' },
};

/** `g` and then this letter leads to the page. By the entry's id in the navigation. */
export const goKeys: Readonly<Record<string, string>> = {
  start: 'h',
  overview: 'o',
  findings: 'f',
  access: 'a',
  objects: 'b',
  tray: 't',
  capture: 'n',
  snapshots: 's',
  compare: 'd',
  coverage: 'v',
  rules: 'r',
  clusters: 'c',
  settings: 'e',
};

export interface Bound {
  readonly key: string;
  readonly does: string;
  readonly hint: string | null;
}

export interface Layer {
  readonly id: string;
  readonly level: 'page' | 'app';
  readonly bound: readonly Bound[];
}

export interface Registry {
  readonly layers: readonly Layer[];
  /** Words that a page has for keys, over the usual ones. */
  readonly words: Readonly<Record<string, string>>;
  /** The first key of two, pressed just now. */
  readonly pending: string | null;
  /** False: keys that are one character do nothing (WCAG 2.1.4). */
  readonly single: boolean;
}

export const useKeyRegistry = create<Registry>(() => ({ layers: [], words: {}, pending: null, single: true }));

export const setSingleKeys = (single: boolean): void => useKeyRegistry.setState({ single, pending: null });

const runs = new Map<string, { current: KeyMap }>();

export const isCharacter = (key: string): boolean => key.split(' ').some(part => part.length === 1);

const runOf = (act: Run | Named): Run => (typeof act === 'function' ? act : act.run);

const boundOf = (map: KeyMap): readonly Bound[] =>
  Object.entries(map).map(([key, act]) =>
    typeof act === 'function'
      ? { key, does: usual[key]?.does ?? '', hint: usual[key]?.hint ?? null }
      : { key, does: act.does, hint: act.hint ?? null },
  );

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/u.test(target.tagName));

const ownsKeys = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role=dialog],[role=menu],[role=alertdialog],[role=listbox]') !== null;

/** Enter and Space belong to what has the focus. */
const presses = (target: EventTarget | null, key: string): boolean =>
  (key === 'Enter' || key === ' ') &&
  target instanceof HTMLElement &&
  target.closest('button,a,summary,[role=checkbox],[role=switch],[role=tab],[role=combobox],[role=grid]') !== null;

/** A read-only text and the line between two panes have the arrows for themselves. */
const scrolls = (target: EventTarget | null, key: string): boolean =>
  key.startsWith('Arrow') &&
  target instanceof HTMLElement &&
  target.closest('[role=textbox],[role=separator],[role=tablist],[role=radiogroup],[role=toolbar]') !== null;

/** AltGr makes characters on many keyboards, `[` and `]` among them. */
const withModifier = (event: KeyboardEvent): boolean =>
  event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph'));

const nameOf = (event: KeyboardEvent): string => (event.key.length === 1 ? event.key.toLowerCase() : event.key);

const ordered = (layers: readonly Layer[]): readonly Layer[] => [
  ...layers.filter(layer => layer.level === 'page'),
  ...layers.filter(layer => layer.level === 'app'),
];

const find = (key: string): Run | undefined => {
  const { layers, single } = useKeyRegistry.getState();
  if (!single && isCharacter(key)) return undefined;
  for (const layer of ordered(layers)) {
    const act = runs.get(layer.id)?.current[key];
    if (act !== undefined) return runOf(act);
  }
  return undefined;
};

const begins = (key: string): boolean => {
  const { layers, single } = useKeyRegistry.getState();
  return single && layers.some(layer => layer.bound.some(bound => bound.key.startsWith(`${key} `)));
};

const patience = 1500;
let timer: ReturnType<typeof setTimeout> | undefined;

const wait = (pending: string | null): void => {
  clearTimeout(timer);
  if (useKeyRegistry.getState().pending !== pending) useKeyRegistry.setState({ pending });
  if (pending !== null) timer = setTimeout(() => useKeyRegistry.setState({ pending: null }), patience);
};

const onKeyDown = (event: KeyboardEvent): void => {
  const { target } = event;
  if (event.defaultPrevented || event.isComposing || withModifier(event)) return;
  const key = nameOf(event);
  if (writes(target) || ownsKeys(target) || presses(target, key) || scrolls(target, key) || key === 'Shift') return;
  const { pending } = useKeyRegistry.getState();
  const run = pending === null ? find(key) : find(`${pending} ${key}`);
  const starts = pending === null && run === undefined && begins(key);
  wait(starts ? key : null);
  if (run === undefined && !starts && pending === null) return;
  event.preventDefault();
  run?.(event);
};

const join = (layer: Layer): void => {
  if (useKeyRegistry.getState().layers.length === 0) window.addEventListener('keydown', onKeyDown);
  useKeyRegistry.setState(state => {
    const at = state.layers.findIndex(({ id }) => id === layer.id);
    return { layers: at < 0 ? [...state.layers, layer] : state.layers.map((other, index) => (index === at ? layer : other)) };
  });
};

const leave = (id: string): void => {
  runs.delete(id);
  useKeyRegistry.setState(state => ({ layers: state.layers.filter(layer => layer.id !== id) }));
  if (useKeyRegistry.getState().layers.length === 0) window.removeEventListener('keydown', onKeyDown);
};

/** Binds keys while the caller is shown. Off in inputs, dialogs and menus, and with a modifier. A page's go before the app's. */
export const useKeys = (keys: KeyMap, level: 'page' | 'app' = 'page'): void => {
  const id = useId();
  const latest = useRef(keys);
  const bound = boundOf(keys);
  const shape = JSON.stringify(bound);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useLayoutEffect(() => {
    runs.set(id, latest);
    join({ id, level, bound: JSON.parse(shape) as readonly Bound[] });
  }, [id, level, shape]);
  useEffect(() => () => leave(id), [id]);
};

export const isMac = (): boolean => /Mac|iPhone|iPad/u.test(navigator.platform);

/** The palette's own key works in text fields too. */
export const paletteKey = (): string => (isMac() ? 'Cmd K' : 'Ctrl K');

export const isPaletteKey = (event: KeyboardEvent): boolean =>
  event.key.toLowerCase() === 'k' &&
  !event.altKey &&
  !event.shiftKey &&
  (isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey);
