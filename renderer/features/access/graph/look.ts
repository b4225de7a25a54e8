import type { Severity } from '#contract/finding';

/** What of a drawing changes without moving anything: who is chosen, followed, lit. */
export interface Look {
  readonly start: string | null;
  readonly end: { readonly id: string; readonly severity: Severity } | null;
  readonly selected: { readonly is: 'node' | 'edge'; readonly id: string } | null;
  /** Lines of the followed path, by the number of their step. */
  readonly steps: ReadonlyMap<string, number>;
  /** Boxes of the followed path. */
  readonly onPath: ReadonlySet<string>;
  /** Letters of the other paths. */
  readonly letters: ReadonlyMap<string, string>;
  readonly pinned: ReadonlySet<string>;
}

/** Colours of the theme as plain values: a canvas knows no custom properties. */
export interface Theme {
  readonly content: string;
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  readonly line2: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly accent: string;
  readonly accentBg: string;
  readonly onAccent: string;
  readonly ok: string;
  readonly critical: string;
  readonly high: string;
  readonly medium: string;
  readonly low: string;
}

const tokens = {
  content: '--content',
  panel: '--panel',
  raised: '--raised',
  line: '--line',
  line2: '--line2',
  text: '--text',
  muted: '--muted',
  faint: '--faint',
  accent: '--accent',
  accentBg: '--accent-bg',
  onAccent: '--on-accent',
  ok: '--ok',
  critical: '--critical',
  high: '--high',
  medium: '--medium',
  low: '--low',
} as const satisfies Readonly<Record<keyof Theme, string>>;

/** With forced colours a page has the system's few; a canvas has to be told them. */
const forced: Readonly<Record<keyof Theme, string>> = {
  content: 'Canvas',
  panel: 'Canvas',
  raised: 'Canvas',
  line: 'GrayText',
  line2: 'CanvasText',
  text: 'CanvasText',
  muted: 'CanvasText',
  faint: 'CanvasText',
  accent: 'Highlight',
  accentBg: 'Canvas',
  onAccent: 'HighlightText',
  ok: 'CanvasText',
  critical: 'CanvasText',
  high: 'CanvasText',
  medium: 'CanvasText',
  low: 'CanvasText',
};

const systemColours = (): Theme => {
  const probe = document.createElement('span');
  probe.style.setProperty('forced-color-adjust', 'none');
  document.body.append(probe);
  const of = (name: string): string => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  };
  const theme = Object.fromEntries(Object.entries(forced).map(([key, name]) => [key, of(name)])) as unknown as Theme;
  probe.remove();
  return theme;
};

export const readTheme = (): Theme => {
  if (window.matchMedia('(forced-colors: active)').matches) return systemColours();
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    Object.entries(tokens).map(([key, name]) => [key, style.getPropertyValue(name).trim()]),
  ) as unknown as Theme;
};
