import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Look, lookOf, showWish, startAppearance, type Wish } from './appearance.ts';

const script = readFileSync('renderer/public/first-look.js', 'utf8');

const system = (light: boolean, contrast: boolean): void => {
  window.matchMedia = query =>
    ({
      matches: (query.includes('light') && light) || (query.includes('contrast') && contrast),
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
};

const shown = (): unknown => ({ ...document.documentElement.dataset });

afterEach(() => {
  localStorage.clear();
  for (const name of ['scheme', 'contrast', 'density']) delete document.documentElement.dataset[name];
  vi.restoreAllMocks();
});

const cases: readonly (readonly [Wish, boolean, boolean, Look])[] = [
  [{ theme: 'system', density: 'comfortable' }, false, false, { scheme: 'dark', contrast: 'normal', density: 'comfortable' }],
  [{ theme: 'system', density: 'compact' }, true, false, { scheme: 'light', contrast: 'normal', density: 'compact' }],
  [{ theme: 'dark', density: 'comfortable' }, true, false, { scheme: 'dark', contrast: 'normal', density: 'comfortable' }],
  [{ theme: 'light', density: 'comfortable' }, false, true, { scheme: 'light', contrast: 'more', density: 'comfortable' }],
  [{ theme: 'contrast', density: 'comfortable' }, true, false, { scheme: 'light', contrast: 'more', density: 'comfortable' }],
  [{ theme: 'contrast', density: 'comfortable' }, false, false, { scheme: 'dark', contrast: 'more', density: 'comfortable' }],
];

describe('the look', () => {
  it.each(cases)('%o, system light %s, contrast %s', (wish, light, contrast, look) => {
    expect(lookOf(wish, { light, contrast })).toEqual(look);
    system(light, contrast);
    showWish(wish);
    expect(shown()).toMatchObject(look);
    // The script before the first paint comes to the same by what was kept.
    for (const name of Object.keys(look)) delete document.documentElement.dataset[name];
    // oxlint-disable-next-line typescript/no-implied-eval
    const run = new Function('matchMedia', script) as (matchMedia: typeof window.matchMedia) => void;
    run(window.matchMedia);
    expect(shown()).toMatchObject(look);
    startAppearance();
    expect(shown()).toMatchObject(look);
  });

  it('what is no look of ours is the usual one', () => {
    system(false, false);
    for (const kept of ['{', '{"theme":"red","density":1}', 'null', '"x"']) {
      localStorage.setItem('plumbline.look', kept);
      startAppearance();
      expect(shown()).toMatchObject({ scheme: 'dark', contrast: 'normal', density: 'comfortable' });
    }
  });
});
