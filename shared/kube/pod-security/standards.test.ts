import { expect, test } from 'vitest';
import { podSecurityFrameworks, podSecurityRules } from './rules.ts';
import { controlsOf, parsePodSecurityTarget } from './standards.ts';

/** `level@minor: number of controls`, or undefined where the text names no target. */
const check = (text: string, expected: string | undefined): void => {
  const target = parsePodSecurityTarget(text);
  expect(target === undefined ? undefined : `${target.level}@${target.minor}: ${controlsOf(target).length}`).toBe(expected);
};

test.each<[string, string | undefined]>([
  ['baseline', 'baseline@37: 12'],
  ['restricted@latest', 'restricted@37: 15'],
  ['restricted@v1.37', 'restricted@37: 15'],
  // Newer than known counts as the newest known, as the API server clamps it.
  ['restricted@v1.99', 'restricted@37: 15'],
  ['restricted@v1.0', 'restricted@0: 12'],
  ['baseline@v1.33', 'baseline@33: 11'],
  ['privileged', undefined],
  ['restricted@1.37', undefined],
  ['restricted@v2.0', undefined],
  ['Restricted', undefined],
])('%s', (text, expected) => check(text, expected));

test('the rules of a target have ids of their own and name their level', () => {
  const target = { level: 'restricted', minor: 37 } as const;
  const ids = podSecurityRules(target).map(rule => rule.id);
  expect(new Set(ids).size).toBe(15);
  expect(ids).toContain('pss-capabilities-restricted');
  expect(ids).not.toContain('pss-capabilities-baseline');
  expect(Object.keys(podSecurityFrameworks(target))).toEqual(ids);
});
