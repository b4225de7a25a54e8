import { type ReactElement, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let said = '';

/** Says a sentence to a screen reader: a count of results, a step of long work. The same sentence twice is said once. */
export const announce = (text: string): void => {
  said = text;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Once in the app, before anything is said: a region that comes with its text is not read. */
export const LiveRegion = (): ReactElement => (
  <div className="sr-only" role="status" aria-live="polite" aria-atomic="true" data-live>
    {useSyncExternalStore(subscribe, () => said)}
  </div>
);
