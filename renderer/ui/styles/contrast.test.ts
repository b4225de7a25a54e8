// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Tokens = Readonly<Record<string, string>>;

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

const block = (selector: string): Tokens => {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`tokens.css has no ${selector}`);
  const body = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/gu)].map(([, name, value]) => [name ?? '', value ?? '']));
};

/* In the order in which the cascade has them. */
const dark = block(':root');
const light = { ...dark, ...block(":root[data-scheme='light']") };
const more = block(":root[data-contrast='more']");
const lightMore = { ...light, ...more, ...block(":root[data-scheme='light'][data-contrast='more']") };
const themes: readonly (readonly [string, Tokens, number])[] = [
  ['dark', dark, 4.5],
  ['light', light, 4.5],
  ['dark, high contrast', { ...dark, ...more }, 7],
  ['light, high contrast', lightMore, 7],
];

const colour = (tokens: Tokens, name: string): string => {
  const value = tokens[name] ?? '';
  const reference = /^var\(--([\w-]+)\)$/u.exec(value)?.[1];
  return reference === undefined ? value : colour(tokens, reference);
};

const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** WCAG's relative luminance of `#rrggbb`. */
const luminance = (hex: string): number => {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/iu.exec(hex);
  if (parts === null) throw new Error(`not a colour: ${hex}`);
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map(part => channel(Number.parseInt(part, 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const ratio = (a: string, b: string): number => {
  const [first, second] = [luminance(a), luminance(b)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
};

const surfaces = ['bg', 'panel', 'raised', 'content', 'side', 'accent-bg', 'hit', 'unknown-bg'];
const inks = ['text', 'muted', 'faint', 'accent', 'critical', 'high', 'medium', 'low', 'ok', 'unknown', 'alert'];

const pairs: readonly (readonly [string, string])[] = [
  ...inks.flatMap(ink => surfaces.map(surface => [ink, surface] as const)),
  ['added', 'added-bg'],
  ['removed', 'removed-bg'],
  ['alert', 'alert-bg'],
  ['text', 'alert-bg'],
  ['accent', 'alert-bg'],
  ['on-accent', 'accent'],
  ['on-prod', 'prod'],
];

const check = (tokens: Tokens, least: number, text: readonly (readonly [string, string])[]): readonly string[] =>
  text.flatMap(([ink, surface]) => {
    const found = ratio(colour(tokens, ink), colour(tokens, surface));
    return found < least ? [`${ink} on ${surface}: ${found.toFixed(2)}`] : [];
  });

describe('contrast of the colour tokens', () => {
  it('is measured as WCAG does', () => {
    expect(ratio('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(themes)('%s: text on every surface', (_, tokens, least) => {
    expect(check(tokens, least, pairs)).toEqual([]);
  });

  it.each(themes.slice(2))('%s: lines and borders', (_, tokens) => {
    const lines = ['line', 'line2'].flatMap(line => surfaces.map(surface => [line, surface] as const));
    expect(check(tokens, 3, lines)).toEqual([]);
  });

  it.each(themes)('%s: what says a state without text', (_, tokens) => {
    expect(
      check(tokens, 3, [
        ['accent', 'bg'],
        ['accent', 'panel'],
        ['prod', 'bg'],
        ['prod', 'panel'],
        ['unknown', 'full'],
      ]),
    ).toEqual([]);
  });

  it('has every colour in every theme', () => {
    const names = Object.keys(dark).filter(name => dark[name]?.startsWith('#'));
    expect(names.filter(name => !(name in block(":root[data-scheme='light']")))).toEqual([]);
    expect(Object.keys(more).filter(name => !(name in lightMore))).toEqual([]);
  });
});
