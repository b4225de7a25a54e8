import { expect, test } from 'vitest';
import { flagsOf } from './command-flags.ts';

const check = (words: readonly unknown[], expected: Readonly<Record<string, string>>): void => {
  const flags = flagsOf({ type: 'container', name: 'a', value: { command: words }, path: '/c' });
  expect(Object.fromEntries([...flags].map(([name, { value }]) => [name, value]))).toEqual(expected);
};

test.each<[string, readonly unknown[], Readonly<Record<string, string>>]>([
  ['value after a sign', ['kube-apiserver', '--a=b', '--c=d=e'], { a: 'b', c: 'd=e' }],
  ['value in its own word', ['x', '--a', 'b'], { a: 'b' }],
  ['a switch', ['x', '--a', '--b=c'], { a: 'true', b: 'c' }],
  ['the last one wins', ['x', '--a=1', '--a=2'], { a: '2' }],
  ['an empty value', ['x', '--a='], { a: '' }],
  ['one dash', ['x', '-v=2'], { v: '2' }],
  ['redacted words and no words are no flags', ['x', '«redacted»', 7, null, '--a=b'], { a: 'b' }],
  ['a flag of the prototype', ['x', '--constructor=1'], { constructor: '1' }],
])('%s', (_name, words, expected) => check(words, expected));
