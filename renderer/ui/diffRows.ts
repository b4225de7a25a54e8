import { diffArrays } from 'diff';
import type { PaneLine } from './editor.ts';
import { linesOf } from './excerpt.ts';

const filler: PaneLine = { text: '', number: null, kind: 'filler' };

/** Two texts line by line: `unified` in one column, `left` and `right` of equal length beside each other. */
export interface DiffRows {
  readonly unified: readonly PaneLine[];
  readonly left: readonly PaneLine[];
  readonly right: readonly PaneLine[];
  readonly added: number;
  readonly removed: number;
}

export const diffRows = (before: string, after: string): DiffRows => {
  const unified: PaneLine[] = [];
  const left: PaneLine[] = [];
  const right: PaneLine[] = [];
  let oldNumber = 1;
  let newNumber = 1;
  const counts = { added: 0, removed: 0 };
  const level = (): void => {
    while (left.length < right.length) left.push(filler);
    while (right.length < left.length) right.push(filler);
  };
  for (const part of diffArrays([...linesOf(before)], [...linesOf(after)])) {
    if (!part.added && !part.removed) level();
    for (const text of part.value) {
      if (part.added) {
        unified.push({ text, number: newNumber, kind: 'added' });
        right.push({ text, number: newNumber++, kind: 'added' });
        counts.added += 1;
      } else if (part.removed) {
        unified.push({ text, number: oldNumber, kind: 'removed' });
        left.push({ text, number: oldNumber++, kind: 'removed' });
        counts.removed += 1;
      } else {
        unified.push({ text, number: newNumber, kind: 'plain' });
        left.push({ text, number: oldNumber++, kind: 'plain' });
        right.push({ text, number: newNumber++, kind: 'plain' });
      }
    }
  }
  level();
  return { unified, left, right, ...counts };
};

/** Folds both sides at the same rows, so that they stay beside each other. */
export const foldedPair = (
  rows: DiffRows,
  fold: (lines: readonly PaneLine[]) => readonly PaneLine[],
): { readonly left: readonly PaneLine[]; readonly right: readonly PaneLine[] } => {
  const changed = rows.left.map((line, index): PaneLine => {
    const other = rows.right[index];
    const same = line.kind === 'plain' && other?.kind === 'plain';
    return { text: String(index), number: index, kind: same ? 'plain' : 'hit' };
  });
  const shape = fold(changed);
  const pick = (side: readonly PaneLine[]): readonly PaneLine[] =>
    shape.map(line => (line.kind === 'fold' ? line : (side[line.number ?? 0] ?? filler)));
  return { left: pick(rows.left), right: pick(rows.right) };
};
