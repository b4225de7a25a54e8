import type { Density, Theme } from '#contract/settings';
import { setDensity } from '#renderer/ui/density.ts';

/** What is set on `<html>`: the scheme and contrast that hold now, whatever they follow. */
export interface Look {
  readonly scheme: 'dark' | 'light';
  readonly contrast: 'normal' | 'more';
  readonly density: Density;
}

export interface Wish {
  readonly theme: Theme;
  readonly density: Density;
}

interface System {
  readonly light: boolean;
  readonly contrast: boolean;
}

/** The setting first, then the system's wish; a system that asks for more contrast gets it in every theme. */
export const lookOf = ({ theme, density }: Wish, system: System): Look => ({
  scheme: theme === 'light' || (theme !== 'dark' && system.light) ? 'light' : 'dark',
  contrast: theme === 'contrast' || system.contrast ? 'more' : 'normal',
  density,
});

/** Read by public/first-look.js before anything is painted, so both know this name and shape. */
const storageKey = 'plumbline.look';

const media = { light: '(prefers-color-scheme: light)', contrast: '(prefers-contrast: more)' } as const;

const system = (): System => ({
  light: window.matchMedia(media.light).matches,
  contrast: window.matchMedia(media.contrast).matches,
});

const themes: ReadonlySet<unknown> = new Set<Theme>(['system', 'dark', 'light', 'contrast']);

/** What was set when a page of this origin was open last; the settings themselves come a moment later. */
export const storedWish = (): Wish => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    if (typeof value === 'object' && value !== null && 'theme' in value && 'density' in value && themes.has(value.theme))
      return { theme: value.theme as Theme, density: value.density === 'compact' ? 'compact' : 'comfortable' };
  } catch {
    // Not ours, or of another version: the usual look.
  }
  return { theme: 'system', density: 'comfortable' };
};

let wish: Wish = { theme: 'system', density: 'comfortable' };

const apply = (): void => {
  const { scheme, contrast, density } = lookOf(wish, system());
  const { dataset } = document.documentElement;
  dataset['scheme'] = scheme;
  dataset['contrast'] = contrast;
  dataset['density'] = density;
  setDensity(density);
};

/** Shows it now, and keeps it for the first paint of the next page. */
export const showWish = (next: Wish): void => {
  wish = next;
  apply();
  localStorage.setItem(storageKey, JSON.stringify(next));
};

/** Before the first render: what was kept, following the system from then on. Returns the end of following. */
export const startAppearance = (): (() => void) => {
  wish = storedWish();
  apply();
  const queries = Object.values(media).map(query => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', apply);
  return () => {
    for (const query of queries) query.removeEventListener('change', apply);
  };
};
