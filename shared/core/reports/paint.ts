import type { Severity } from '#contract/finding';

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
export type Tone = keyof typeof codes;

export type Paint = (text: string, ...tones: readonly Tone[]) => string;

/** Colours a whole cell: apply it after padding, since the codes take no columns. */
export const paintWith =
  (colour: boolean): Paint =>
  (text, ...tones) =>
    !colour || tones.length === 0 || text === '' ? text : `\u001b[${tones.map(tone => codes[tone]).join(';')}m${text}\u001b[0m`;

export const severityTones: Readonly<Record<Severity, readonly Tone[]>> = {
  critical: ['bold', 'magenta'],
  high: ['bold', 'red'],
  medium: ['yellow'],
  low: ['cyan'],
};
