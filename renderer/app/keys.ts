import { useEffect, useLayoutEffect, useRef } from 'react';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/u.test(target.tagName));

const ownsKeys = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role=dialog],[role=menu],[role=alertdialog]') !== null;

/** Enter and Space belong to what has the focus. */
const presses = (target: EventTarget | null, key: string): boolean =>
  (key === 'Enter' || key === ' ') &&
  target instanceof HTMLElement &&
  target.closest('button,a,summary,[role=checkbox],[role=grid]') !== null;

/** A page's keys: off in inputs, dialogs and menus, and with a modifier. */
export const useKeys = (keys: KeyMap): void => {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (writes(event.target) || ownsKeys(event.target) || presses(event.target, event.key)) return;
      const action = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (action === undefined) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
};
