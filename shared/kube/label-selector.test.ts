import { expect, test } from 'vitest';
import { parseSelectorText, selects } from './label-selector.ts';

const check = (selector: unknown, labels: Record<string, string>, expected: boolean): void =>
  expect(selects(selector, new Map(Object.entries(labels)))).toBe(expected);

const where = (operator: string, ...values: readonly string[]): unknown => ({
  matchExpressions: [{ key: 'app', operator, values }],
});

test.each<[string, unknown, Record<string, string>, boolean]>([
  ['an empty selector selects everything', {}, {}, true],
  ['an absent one nothing', undefined, { app: 'a' }, false],
  ['a list nothing', [], {}, false],
  ['labels', { matchLabels: { app: 'a' } }, { app: 'a', tier: 'b' }, true],
  ['other labels', { matchLabels: { app: 'a', tier: 'c' } }, { app: 'a', tier: 'b' }, false],
  ['In', where('In', 'a', 'b'), { app: 'b' }, true],
  ['In without the key', where('In', 'a'), {}, false],
  ['NotIn', where('NotIn', 'a'), { app: 'b' }, true],
  ['NotIn without the key', where('NotIn', 'a'), {}, true],
  ['Exists', where('Exists'), { app: '' }, true],
  ['DoesNotExist', where('DoesNotExist'), { app: '' }, false],
  ['an operator that does not exist selects nothing', where('Near', 'a'), { app: 'a' }, false],
  ['both must hold', { matchLabels: { x: 'y' }, matchExpressions: [{ key: 'app', operator: 'Exists' }] }, { app: 'a' }, false],
  ['a label of the prototype is no label', where('Exists'), {}, false],
])('%s', (_name, selector, labels, expected) => check(selector, labels, expected));

const checkText = (text: string, labels: Record<string, string>, expected: boolean | undefined): void =>
  expect(parseSelectorText(text)?.(new Map(Object.entries(labels)))).toBe(expected);

test.each<[string, Record<string, string>, boolean | undefined]>([
  ['app=web', { app: 'web' }, true],
  ['app==web,tier!=db', { app: 'web' }, true],
  ['app in (web, api),!canary', { app: 'api' }, true],
  ['app notin (web)', {}, true],
  ['canary', {}, false],
  ['app in web', { app: 'web' }, undefined],
  ['a=b=c', {}, undefined],
])('text %s', (text, labels, expected) => checkText(text, labels, expected));
