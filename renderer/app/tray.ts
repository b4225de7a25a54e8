import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

interface Tray {
  /** Finding ids by snapshot, in the order in which they were chosen. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  /** Of these, those that stay in the tray but out of the export. */
  readonly left: Readonly<Record<string, readonly string[]>>;
}

/** The patches that a person chose, of this window. Ids alone: what they are is asked of the core. */
export const useTray = create<Tray>()(
  persist((): Tray => ({ chosen: {}, left: {} }), { name: 'plumbline.tray', storage: createJSONStorage(() => sessionStorage) }),
);

const none: readonly string[] = [];

export const trayOf = (tray: Tray, snapshot: string): readonly string[] => tray.chosen[snapshot] ?? none;

export const leftOf = (tray: Tray, snapshot: string): readonly string[] => tray.left[snapshot] ?? none;

const toggled = (ids: readonly string[], id: string): readonly string[] =>
  ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id];

/** Puts a finding's patch into the tray, or takes it out. */
export const toggleInTray = (snapshot: string, finding: string): void => {
  useTray.setState(state => ({
    chosen: { ...state.chosen, [snapshot]: toggled(trayOf(state, snapshot), finding) },
    left: { ...state.left, [snapshot]: leftOf(state, snapshot).filter(id => id !== finding) },
  }));
};

export const toggleLeftOut = (snapshot: string, finding: string): void => {
  useTray.setState(state => ({ left: { ...state.left, [snapshot]: toggled(leftOf(state, snapshot), finding) } }));
};
