import { describe, expect, test } from 'vitest';
import { deepLinkOf, parseDeepLink } from './deep-link.ts';

const check = (text: string, expected: { snapshot: string; finding: string } | 'refused'): void => {
  const link = parseDeepLink(text);
  expect(link.ok ? link.value : 'refused').toEqual(expected);
};

describe('a link to a finding', () => {
  test.each([
    ['plumbline://finding/s1/f1', { snapshot: 's1', finding: 'f1' }],
    ['plumbline://finding/2b1c-0.x_y/rule:3f', { snapshot: '2b1c-0.x_y', finding: 'rule:3f' }],
    ['PLUMBLINE://FINDING/s1/f1/', { snapshot: 's1', finding: 'f1' }],
  ] as const)('%s', (text, expected) => check(text, expected));

  test.each([
    '',
    'plumbline:',
    'plumbline://finding/s1',
    'plumbline://finding/s1/f1/x',
    'plumbline://finding/s1/f1?x=1',
    'plumbline://finding/s1/f1#x',
    'plumbline://finding/s1/%2e%2e',
    'plumbline://finding/../f1',
    'plumbline://finding/s1/..',
    'plumbline://finding/s 1/f1',
    'plumbline://finding/s1/<b>',
    'plumbline://user@finding/s1/f1',
    'plumbline://cluster/s1/f1',
    'plumbline://run/rm/-rf',
    'other://finding/s1/f1',
    'https://finding/s1/f1',
    `plumbline://finding/s1/${'f'.repeat(300)}`,
    ' plumbline://finding/s1/f1',
    'plumbline://finding/s1/f1\n',
  ])('refuses %j', text => check(text, 'refused'));

  test('written and read again is the same', () => {
    const link = { snapshot: 's-1', finding: 'a:b' };
    expect(parseDeepLink(deepLinkOf(link))).toEqual({ ok: true, value: link });
  });
});
