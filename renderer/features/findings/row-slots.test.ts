import { describe, expect, it } from 'vitest';
import type { FindingsLine } from '#contract/findings-query';
import { createRowSlots, type RowSlot, type ShownLine } from './row-slots.ts';

/** `h1` is a head, `r2` a finding; the number is its line. */
const shown = (name: string): ShownLine => ({
  index: Number(name.slice(1)),
  line: (name.startsWith('h')
    ? { type: 'group', key: name }
    : { type: 'finding', group: null, row: { id: name } }) as FindingsLine,
});

const lines = (text: string): readonly ShownLine[] => text.split(' ').filter(Boolean).map(shown);

/** Key and line of each element in the order of the document; a spare one in brackets. */
const textOf = (drawn: readonly RowSlot[]): string =>
  drawn
    .map(({ key, line, spare }) => {
      const text = `${key}=${line.type === 'group' ? line.key : line.row.id}`;
      return spare ? `(${text})` : text;
    })
    .join(' ');

/** Lines that are shown one after the other; `tidy` between two of them. */
const check = (name: string, steps: readonly string[], expected: string): void =>
  it(name, () => {
    const slots = createRowSlots();
    let drawn: readonly RowSlot[] = [];
    for (const step of steps) {
      if (step === 'tidy') slots.tidy();
      drawn = slots.show(step === 'tidy' ? drawn.filter(({ spare }) => !spare) : lines(step));
    }
    expect(textOf(drawn)).toBe(expected);
  });

describe('elements of the list', () => {
  check('are made in the order of the lines', ['h0 r1 r2'], '1=h0 2=r1 3=r2');
  check('that left the view show what comes into it', ['r0 r1 r2', 'r1 r2 r3'], '1=r3 2=r1 3=r2');
  check('all take other lines where none stays', ['r0 r1 r2', 'r7 r8 r9'], '1=r7 2=r8 3=r9');
  check('of a head never show a finding', ['h0 r1', 'r1 r2'], '(1=h0) 2=r1 3=r2');
  check('that are spare come back', ['r0 r1 r2', 'r7', 'r8 r9'], '1=r8 2=r9 (3=r2)');
  check('stand in the order of the lines once tidy', ['r0 r1 r2', 'r1 r2 r3', 'tidy'], '2=r1 3=r2 1=r3');
  check('that are spare are gone once tidy', ['h0 r1', 'r1 r2', 'tidy'], '2=r1 3=r2');

  it('that are tidy tell so', () => {
    const slots = createRowSlots();
    slots.show(lines('r0 r1'));
    expect(slots.tidy()).toBe(false);
    slots.show(lines('r1 r2'));
    expect(slots.tidy()).toBe(true);
  });
});
