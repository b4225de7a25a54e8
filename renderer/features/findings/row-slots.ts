import type { FindingsLine } from '#contract/findings-query';

export interface ShownLine {
  readonly index: number;
  readonly line: FindingsLine;
}

/** A drawn element of the list and what it shows; a spare one is hidden and keeps what it showed last. */
export interface RowSlot extends ShownLine {
  readonly key: string;
  readonly spare: boolean;
}

const nameOf = (line: FindingsLine): string => (line.type === 'group' ? `g:${line.key}` : line.row.id);

/**
 * Elements of the list, used again for other lines while one scrolls: made anew for each line that flies past, they were
 * 20,000 nodes a second for the garbage collector. Heads and findings are drawn differently and do not change places.
 */
export interface RowSlots {
  /** The elements for these lines, in the order in which they stand in the document. A line that is drawn stays in its element. */
  readonly show: (lines: readonly ShownLine[]) => readonly RowSlot[];
  /** Into the order of the lines, as a screen reader reads them, and without spare ones. False where they were so already. */
  readonly tidy: () => boolean;
}

const isInOrder = (slots: readonly RowSlot[]): boolean =>
  slots.every(({ index, spare }, at) => !spare && (at === 0 || (slots[at - 1]?.index ?? 0) < index));

export const createRowSlots = (): RowSlots => {
  let slots: readonly RowSlot[] = [];
  let made = 0;
  const show = (lines: readonly ShownLine[]): readonly RowSlot[] => {
    const wanted = new Map(lines.map(shown => [nameOf(shown.line), shown]));
    // First what stays where it is, then the others into what is left.
    const kept = slots.map(slot => {
      const name = nameOf(slot.line);
      const shown = wanted.get(name);
      wanted.delete(name);
      return shown;
    });
    const coming = [...wanted.values()];
    const next = {
      group: coming.filter(({ line }) => line.type === 'group').values(),
      finding: coming.filter(({ line }) => line.type === 'finding').values(),
    };
    const used = slots.map((slot, at): RowSlot => {
      const shown = kept[at] ?? next[slot.line.type].next().value;
      return shown === undefined ? { ...slot, spare: true } : { key: slot.key, spare: false, ...shown };
    });
    const fresh = [...next.group, ...next.finding]
      .sort((a, b) => a.index - b.index)
      .map((shown): RowSlot => ({ key: String((made += 1)), spare: false, ...shown }));
    return (slots = [...used, ...fresh]);
  };
  const tidy = (): boolean => {
    if (isInOrder(slots)) return false;
    slots = slots.filter(({ spare }) => !spare).sort((a, b) => a.index - b.index);
    return true;
  };
  return { show, tidy };
};
