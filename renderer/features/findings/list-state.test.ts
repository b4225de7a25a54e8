import { describe, expect, it } from 'vitest';
import { type ListState, readListState, writeListState } from './list-state.ts';

const check = (state: ListState): void => expect(readListState(writeListState(state))).toEqual(state);

describe('the address of a list brings the same list back', () => {
  it.each([
    { q: '', group: 'cause', open: [] },
    {
      q: 'severity:critical,high ns:shop a&b=c #1',
      group: 'rule',
      open: ['object:Deployment shop/api', 'right:list on secrets'],
    },
    { q: 'ü 漢 %', group: 'none', open: ['*'] },
  ] as const)('%o', state => check({ ...state, open: [...state.open] }));

  it('an unknown grouping falls back to cause', () => expect(readListState('group=colour').group).toBe('cause'));
});
