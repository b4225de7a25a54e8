/** Where a person was in one entry of the history: how far each part was scrolled, and what had the focus. */
export interface Place {
  readonly scroll: Readonly<Record<string, readonly [left: number, top: number]>>;
  readonly focus: string | null;
}

interface Navigation extends EventTarget {
  readonly currentEntry: { readonly key: string } | null;
}

const navigation = (): Navigation | undefined => (window as { readonly navigation?: Navigation }).navigation;

/** Names the entry of the history that is shown; a browser without the Navigation API has its address alone for it. */
export const entryKey = (): string => navigation()?.currentEntry?.key ?? location.pathname + location.search;

/** Called when Back or Forward begin, before the address changes: a page may be drawn by its new address before `popstate` is heard. */
export const onTravel = (run: (travelled: boolean) => void): (() => void) => {
  const found = navigation();
  const told = (event: Event): void => run('navigationType' in event && event.navigationType === 'traverse');
  const popped = (): void => run(true);
  if (found === undefined) {
    window.addEventListener('popstate', popped, true);
    return () => window.removeEventListener('popstate', popped, true);
  }
  found.addEventListener('navigate', told);
  return () => found.removeEventListener('navigate', told);
};

/** Called before the entry is left. Without the Navigation API it never is: what was scrolled is known all the same. */
export const beforeLeaving = (run: () => void): (() => void) => {
  const found = navigation();
  found?.addEventListener('navigate', run);
  window.addEventListener('pagehide', run);
  return () => {
    found?.removeEventListener('navigate', run);
    window.removeEventListener('pagehide', run);
  };
};

const storageKey = 'plumbline.places';
const most = 60;
const empty: Place = { scroll: {}, focus: null };

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'scroll' in value && 'focus' in value && typeof value.scroll === 'object';

const load = (): Map<string, Place> => {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]');
    if (!Array.isArray(value)) return new Map();
    return new Map(
      (value as readonly unknown[]).filter((pair): pair is [string, Place] => Array.isArray(pair) && isPlace(pair[1])),
    );
  } catch {
    return new Map();
  }
};

let places: Map<string, Place> | undefined;

const all = (): Map<string, Place> => (places ??= load());

export const placeAt = (key: string): Place => all().get(key) ?? empty;

/** Of the tab's session: a reload finds it. The oldest entries go. */
export const keepPlace = (key: string, change: (place: Place) => Place): void => {
  const kept = all();
  const next = change(placeAt(key));
  kept.delete(key);
  kept.set(key, next);
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break;
    kept.delete(oldest);
  }
};

export const writePlaces = (): void => sessionStorage.setItem(storageKey, JSON.stringify([...all()]));
