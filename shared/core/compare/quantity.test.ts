import { expect, test } from 'vitest';
import { canonicalQuantity } from './quantity.ts';

const same: readonly (readonly [string, readonly unknown[]])[] = [
  ['one', ['1', 1, '1000m', '1e0', '1.0', '+1', '1000000u', '1000000000n']],
  ['a gibibyte', ['1Gi', '1024Mi', '1048576Ki', '1073741824', 1073741824]],
  ['a thousand', ['1k', '1000', '1e3', '1E3', '0.001M']],
  ['half', ['500m', '0.5', '.5', 0.5]],
  ['none', ['0', 0, '0m', '0Gi', '-0']],
  ['an exabyte and a bit', ['1Ei', '1152921504606846976']],
];

test.each(same)('%s, however it is written', (_, values) => {
  expect(new Set(values.map(canonicalQuantity)).size).toBe(1);
});

test('different amounts differ', () => {
  const values = ['1', '2', '-1', '1m', '1k', '1Ki', '1M', '1Mi', '100', '10'];
  expect(new Set(values.map(canonicalQuantity)).size).toBe(values.length);
});

test.each([['x'], [''], ['1 Gi'], ['1gi'], ['1.2.3'], ['9'.repeat(200)], [null], [{}], [true], ['Infinity']])(
  '%j is none',
  value => {
    expect(canonicalQuantity(value)).toBeUndefined();
  },
);
