import { expect, it } from 'vitest';
import { createGate } from './gate.ts';

const { signal } = new AbortController();

/** Who enters in which order, one at a time, after a first that holds the only place. */
const check = async (waiting: readonly (readonly [name: string, first: boolean])[], expected: string): Promise<void> => {
  const gate = createGate(1);
  await gate.enter(signal);
  const entered: string[] = [];
  const all = waiting.map(async ([name, first]) => {
    await gate.enter(signal, first);
    entered.push(name);
    gate.leave();
  });
  gate.leave();
  await Promise.all(all);
  expect(entered.join(' ')).toBe(expected);
};

it('lets them in as they came', () =>
  check(
    [
      ['a', false],
      ['b', false],
      ['c', false],
    ],
    'a b c',
  ));

it('lets those that go on with a list in before others, in their own order', () =>
  check(
    [
      ['a', false],
      ['page-1', true],
      ['b', false],
      ['page-2', true],
    ],
    'page-1 page-2 a b',
  ));

it('an aborted one leaves the line and takes no place from others', async () => {
  const gate = createGate(1);
  await gate.enter(signal);
  const stop = new AbortController();
  const first = gate.enter(stop.signal, true);
  const other = gate.enter(signal);
  stop.abort();
  await first;
  gate.leave();
  gate.leave();
  await other;
  expect(gate.limit).toBe(1);
});
