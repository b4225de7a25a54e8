import { describe, expect, it } from 'vitest';
import type { CaptureOptions } from '#contract/capture';
import { budgetOf, type CaptureForm, emptyForm, optionsOf, wrongNames } from './options.ts';

describe('what the form asks for', () => {
  it.each<[string, Partial<CaptureForm>, CaptureOptions]>([
    ['nothing written', {}, {}],
    [
      'names by commas, spaces and lines',
      { namespaces: 'a, b\nc', excludeNamespaces: ' d ' },
      { namespaces: ['a', 'b', 'c'], excludeNamespaces: ['d'] },
    ],
    ['resources without', { excludeResources: 'events secrets' }, { excludeResources: ['events', 'secrets'] }],
    ['groups may hold spaces', { as: ' jane ', asGroups: 'a b, c' }, { as: 'jane', asGroups: ['a b', 'c'] }],
    ['switches', { customResources: false, kubeletConfig: false }, { customResources: false, kubeletConfig: false }],
    ['a budget', { requestBudget: '300' }, { requestBudget: 300 }],
    ['a budget that is none', { requestBudget: '-1' }, {}],
  ])('%s', (_, form, expected) => expect(optionsOf({ ...emptyForm, ...form })).toEqual(expected));

  it.each<[string, number | null]>([
    ['', 20_000],
    ['12', 12],
    ['0', null],
    ['1.5', null],
    ['many', null],
  ])('a budget of “%s”', (requestBudget, expected) => expect(budgetOf({ ...emptyForm, requestBudget })).toBe(expected));

  it.each<[string, readonly string[]]>([
    ['shop, kube-system', []],
    ['deployments.apps', []],
    ['Shop a_b ../x', ['Shop', 'a_b', '../x']],
  ])('names that cannot be: %s', (text, expected) => expect(wrongNames(text)).toEqual(expected));
});
