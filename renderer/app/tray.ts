import { create } from 'zustand';
import type { Problem } from '#contract/problem';
import type { Tray, TrayChoice } from '#contract/tray';

interface Trays {
  /** Finding ids by snapshot, in the order in which they were chosen. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  /** Of these, those that stay in the tray but out of the export. */
  readonly left: Readonly<Record<string, readonly string[]>>;
  /** How conflicts were settled. */
  readonly choices: Readonly<Record<string, readonly TrayChoice[]>>;
  /** Trays that are not known: still being read, or why they could not be. */
  readonly unread: Readonly<Record<string, 'reading' | Problem>>;
  /** Counts up when the open snapshot's tray is to be read again. */
  readonly tries: number;
}

/**
 * The patches that a person chose: ids alone, what they are is asked of the core. Kept with the snapshot by `TraySync`, so
 * that a reload, a restart and a second window show the same.
 */
export const useTray = create<Trays>(() => ({ chosen: {}, left: {}, choices: {}, unread: {}, tries: 0 }));

const none: readonly string[] = [];
const noChoices: readonly TrayChoice[] = [];

export const trayOf = (tray: Trays, snapshot: string): readonly string[] => tray.chosen[snapshot] ?? none;

export const leftOf = (tray: Trays, snapshot: string): readonly string[] => tray.left[snapshot] ?? none;

export const choicesOf = (tray: Trays, snapshot: string): readonly TrayChoice[] => tray.choices[snapshot] ?? noChoices;

export const wholeTray = (tray: Trays, snapshot: string): Tray => ({
  chosen: [...trayOf(tray, snapshot)],
  left: [...leftOf(tray, snapshot)],
  choices: choicesOf(tray, snapshot).map(choice => ({ ...choice, findings: [...choice.findings] })),
});

export const setTray = (snapshot: string, tray: Tray): void =>
  useTray.setState(state => ({
    chosen: { ...state.chosen, [snapshot]: tray.chosen },
    left: { ...state.left, [snapshot]: tray.left },
    choices: { ...state.choices, [snapshot]: tray.choices },
  }));

const without = <V>(record: Readonly<Record<string, V>>, key: string): Readonly<Record<string, V>> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

export const forgetTray = (snapshot: string): void =>
  useTray.setState(state => ({
    chosen: without(state.chosen, snapshot),
    left: without(state.left, snapshot),
    choices: without(state.choices, snapshot),
  }));

export const trayUnread = (snapshot: string, how: 'reading' | Problem | undefined): void =>
  useTray.setState(state => ({
    unread: how === undefined ? without(state.unread, snapshot) : { ...state.unread, [snapshot]: how },
  }));

export const readTrayAgain = (): void => useTray.setState(state => ({ tries: state.tries + 1 }));

const toggled = (ids: readonly string[], id: string): readonly string[] =>
  ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id];

/** Puts a finding's patch into the tray, or takes it out. */
export const toggleInTray = (snapshot: string, finding: string): void => {
  useTray.setState(state => ({
    chosen: { ...state.chosen, [snapshot]: toggled(trayOf(state, snapshot), finding) },
    left: { ...state.left, [snapshot]: leftOf(state, snapshot).filter(id => id !== finding) },
    choices: { ...state.choices, [snapshot]: choicesOf(state, snapshot).filter(({ findings }) => !findings.includes(finding)) },
  }));
};

/** Takes a patch out; what is answered puts everything back as it was. */
export const takeOut = (snapshot: string, finding: string): (() => void) => {
  const before = wholeTray(useTray.getState(), snapshot);
  toggleInTray(snapshot, finding);
  return () => setTray(snapshot, before);
};

export const toggleLeftOut = (snapshot: string, finding: string): void => {
  useTray.setState(state => ({ left: { ...state.left, [snapshot]: toggled(leftOf(state, snapshot), finding) } }));
};

const overlaps = (choice: TrayChoice, findings: readonly string[]): boolean => choice.findings.some(id => findings.includes(id));

/** Settles patches that collide: one of them, all merged (null), or (undefined) open again. */
export const settle = (snapshot: string, findings: readonly string[], keep: string | null | undefined): void => {
  useTray.setState(state => ({
    choices: {
      ...state.choices,
      [snapshot]: [
        ...choicesOf(state, snapshot).filter(choice => !overlaps(choice, findings)),
        ...(keep === undefined ? [] : [{ findings: [...findings], keep }]),
      ],
    },
  }));
};
