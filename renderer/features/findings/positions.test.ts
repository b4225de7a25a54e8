import { describe, expect, it } from 'vitest';
import { headsAt, positionsOf, rangeIn } from './positions.ts';

// Heads on the lines 0, 2 and 5 of eight.
const positions = positionsOf(8, headsAt([1, 2, 3]));

describe('a line', () => {
  const check = (index: number, expected: { readonly top: number; readonly height: number }): void =>
    it(`${String(index)} stands at ${String(expected.top)}`, () => {
      expect({ top: positions.topOf(index), height: positions.heightOf(index) }).toEqual(expected);
    });
  check(0, { top: 0, height: 32 });
  check(1, { top: 32, height: 46 });
  check(2, { top: 78, height: 32 });
  check(3, { top: 110, height: 46 });
  check(5, { top: 202, height: 32 });
  check(7, { top: 280, height: 46 });

  it('ends where the list does', () => expect(positions.total).toBe(326));
});

describe('the line at', () => {
  const check = (y: number, expected: number): void =>
    it(`${String(y)} px is ${String(expected)}`, () => expect(positions.at(y)).toBe(expected));
  check(-100, 0);
  check(0, 0);
  check(31, 0);
  check(32, 1);
  check(77, 1);
  check(78, 2);
  check(325, 7);
  check(9000, 7);
});

describe('a view', () => {
  const rows = positionsOf(1000, headsAt([]));
  const check = (name: string, [of, top]: readonly [typeof rows, number], expected: object): void =>
    it(name, () => expect(rangeIn(of, { top, height: 460, beyond: 230 })).toEqual(expected));
  check('at the top', [rows, 0], { from: 0, to: 15 });
  check('in the middle has five lines more on each side', [rows, 4600], { from: 95, to: 115 });
  check('of a list that became shorter is at its end', [positionsOf(20, headsAt([])), 40_000], { from: 5, to: 19 });
  check('of nothing', [positionsOf(0, headsAt([])), 0], { from: 0, to: -1 });
});
