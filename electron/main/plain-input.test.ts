import { describe, expect, test } from 'vitest';
import { isPlainWithin } from './plain-input.ts';

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

const check = (input: unknown, expected: boolean): void => expect(isPlainWithin(input, 10_000)).toBe(expected);

describe('an input is plain data of a bounded size', () => {
  test.each([
    ['nothing', undefined, true],
    ['an object', { a: [1, 'x', null, { b: true }] }, true],
    ['one without a prototype', Object.assign(Object.create(null), { a: 1 }), true],
    ['a long text', 'x'.repeat(10_001), false],
    ['many small ones', Array.from({ length: 5000 }, () => 1), false],
    ['a long key', { ['x'.repeat(10_001)]: 1 }, false],
    ['a huge empty array', Array.from({ length: 1_000_000 }), false],
    ['a sparse array', Array.from({ length: 3 }), true],
    ['a buffer', new Uint8Array(10), false],
    ['a map', new Map([['a', 1]]), false],
    ['a date', new Date(0), false],
    ['a cycle', cycle, false],
    ['too deep', deep(60), false],
    ['__proto__ as a key', JSON.parse('{"__proto__":{"admin":true}}'), false],
    ['a nested constructor', { a: { constructor: { prototype: {} } } }, false],
    ['a function', { a: () => 1 }, false],
    ['a bigint', 1n, false],
  ])('%s', (_, input, expected) => check(input, expected));

  test('stops as soon as it knows', () => {
    const began = performance.now();
    check(
      Array.from({ length: 2_000_000 }, () => ({ a: 'x' })),
      false,
    );
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
