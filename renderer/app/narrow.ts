import { useSyncExternalStore } from 'react';

const query = '(max-width: 1099px)';

const subscribe = (listener: () => void): (() => void) => {
  const media = window.matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
};

/** Under 1100 px the navigation is a menu, a detail a page, and facets lie in the filter bar. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
