import type { AttackNodeKind } from '#contract/attack';

import { cutMiddle, wrapped } from './fit-text.ts';
import { type Box, lineHeight, monoWidth, type Text, textWidth } from './scene.ts';

/** A node as a layout needs it: its texts, without the colours of the moment. */
export interface NodeInput {
  readonly id: string;
  readonly kind: AttackNodeKind;
  /** Harmless already: hidden characters are written out. */
  readonly name: string;
  readonly label: string;
  /** Namespace, or the words for a place that is none. */
  readonly place: string;
  readonly count: number;
  readonly ghost: boolean;
}

export interface EdgeInput {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** A line of its own below: by how many bindings, how many further ways. */
  readonly note: string;
  /** What stops it; null where nothing does. */
  readonly blocked: string | null;
  readonly count: number;
  /** Of the path that the eye follows: kept straight where that can be. */
  readonly main: boolean;
}

export const boxHeight = 46;
const least = 200;
const most = 288;
const padding = 22;
/** Room at the right for the glyph and word of a severity. */
const word = 84;

/** Wide enough to read: at least 200 px, and more for a longer name, up to where it is cut. */
export const boxOf = (node: NodeInput, at: { readonly x: number; readonly y: number }): Box => {
  const width = widthOf(node);
  const label = cutMiddle(node.label, Math.round((width - padding - tagWidth(tags[node.kind]) - 6) / textWidth));
  return {
    id: node.id,
    ...at,
    width,
    height: boxHeight,
    name: cutMiddle(node.name, Math.floor((width - padding - (node.kind === 'admin' ? word : 0)) / monoWidth)),
    tag: tags[node.kind],
    label,
    folded: node.count > 1,
    ghost: node.ghost,
  };
};

export const widthOf = (node: NodeInput): number => {
  // Nobody can act on what is kept out: it takes the least room.
  if (node.ghost) return least;
  const name = Array.from(node.name).length * monoWidth + padding + (node.kind === 'admin' ? word : 0);
  const label = Array.from(node.label).length * textWidth + padding + tagWidth(tags[node.kind]) + 6;
  return Math.round(Math.min(most, Math.max(least, name, label)));
};

export const tagWidth = (tag: string): number => Math.round(tag.length * 6.2 + 9);

export const tags: Readonly<Record<AttackNodeKind, string>> = {
  user: 'user',
  group: 'group',
  'service-account': 'sa',
  workload: 'pods',
  node: 'node',
  secret: 'secret',
  namespace: 'ns',
  role: 'role',
  cloud: 'cloud',
  impact: 'harm',
  internet: 'net',
  nodes: 'nodes',
  admin: 'admin',
};

const labelWidth = 17;

export interface EdgeWords {
  readonly words: readonly string[];
  /** What blocks it. */
  readonly stop: readonly string[];
}

/** What stands beside an edge, in lines. */
export const edgeWords = ({ label, note, count, blocked }: EdgeInput): EdgeWords => ({
  words: [
    ...wrapped(count > 1 ? `${label} ×${count.toLocaleString('en')}` : label, labelWidth, 3),
    ...(note === '' ? [] : wrapped(note, labelWidth, 1)),
  ],
  stop: blocked === null ? [] : wrapped(`Blocked: ${blocked}`, labelWidth + 7, 4),
});

/** Both, one below the other, beside the middle of an edge. */
export const textsBeside = (
  { words, stop }: EdgeWords,
  x: number,
  y: number,
  align: Text['align'] = 'left',
): { readonly label: Text; readonly stop: Text | null } => {
  const all = words.length + stop.length;
  const at = (from: number, lines: readonly string[]): Text => ({
    x,
    y: y + (from + lines.length / 2 - all / 2) * lineHeight,
    text: lines.join('\n'),
    align,
    lines: lines.length,
  });
  return { label: at(0, words), stop: stop.length === 0 ? null : at(words.length, stop) };
};
