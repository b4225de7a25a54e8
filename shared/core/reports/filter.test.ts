import { describe, expect, test } from 'vitest';
import { onlyOf, type ScanFilter } from './filter.ts';

const none: ScanFilter = {
  namespaces: [],
  excludeNamespaces: [],
  selector: undefined,
  kinds: [],
  rules: [],
  frameworks: [],
  severity: undefined,
};
const rules = [
  { id: 'one', frameworks: ['pss/baseline', 'cis-1.12/5.2.2'] },
  { id: 'two', frameworks: ['pss/restricted'] },
  { id: 'three', frameworks: ['pss-like/x'] },
];

const check = (filter: Partial<ScanFilter>, expected: object | string): void => {
  const only = onlyOf({ ...none, ...filter }, rules);
  if (only.ok) expect(only.value).toEqual(expected);
  else expect(`${only.error.code}: ${only.error.what}`).toContain(expected);
};

describe('filters become what the evaluator takes', () => {
  test.each([
    [{}, {}],
    [{ rules: ['two'] }, { rules: ['two'] }],
    [{ frameworks: ['pss'] }, { rules: ['one', 'two'] }],
    [{ frameworks: ['pss/baseline'] }, { rules: ['one'] }],
    [{ frameworks: ['pss/baseline', 'pss-like'] }, { rules: ['one', 'three'] }],
    [{ frameworks: ['pss'], rules: ['two', 'three'] }, { rules: ['two'] }],
    [{ frameworks: ['cis-1.12'], rules: ['two'] }, 'filter-invalid: No rule is left'],
    [{ frameworks: ['cis'] }, 'filter-invalid: No rule belongs to a framework or control "cis"'],
    [{ rules: ['four'] }, 'rule-unknown: There is no rule "four"'],
    [{ selector: 'app in (a,b),!canary' }, { selector: 'app in (a,b),!canary' }],
    [{ selector: 'a=b=c' }, 'filter-invalid: The selector cannot be read'],
    [
      { namespaces: ['a'], excludeNamespaces: ['b'], kinds: ['Pod'], severity: 'high' },
      { namespaces: ['a'], excludeNamespaces: ['b'], kinds: ['Pod'], severity: 'high' },
    ],
  ] as const)('%j', check);
});
