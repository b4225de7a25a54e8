import { describe, expect, it } from 'vitest';
import { type ListState, readListState, writeListState } from './list-state.ts';

const check = (state: ListState): void => expect(readListState(writeListState(state))).toEqual(state);

describe('the address of a list brings the same list back', () => {
  it.each([
    { q: '', group: 'cause', sort: null, open: [] },
    {
      q: 'severity:critical,high ns:shop a&b=c #1',
      group: 'rule',
      sort: { by: 'namespace', desc: true },
      open: ['object:Deployment shop/api', 'right:list on secrets'],
    },
    { q: 'ü 漢 %', group: 'none', sort: { by: 'claim', desc: false }, open: ['*'] },
  ] as const)('%o', state => check({ ...state, open: [...state.open] }));

  it('an unknown grouping falls back to cause', () => expect(readListState('group=colour').group).toBe('cause'));
});
