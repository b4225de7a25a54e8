import { expect, test } from 'vitest';
import type { Coverage, CoverageEntry } from '#contract/coverage';
import type { AnyRule } from '#contract/rule';
import { coverageShare } from './coverage-share.ts';

const entry = (resource: string, namespace: string | null, state: CoverageEntry['state']): CoverageEntry => ({
  group: '',
  version: 'v1',
  resource,
  namespace,
  state,
  count: 0,
  reason: '',
  needs: [],
});

/** One rule looks at pods and reads nodes beside them: both are needed, each once. */
const rules = [
  { appliesTo: { subject: 'object', resources: ['pods'] }, needs: ['nodes'] },
  { appliesTo: { subject: 'object', resources: ['pods'] }, needs: [] },
] as unknown as readonly AnyRule[];

const share = (coverage: Coverage, includes: (namespace: string) => boolean): readonly (number | null)[] => {
  const { percent, cells, full } = coverageShare({ coverage, rules, includes, isNamespaced: name => name === 'pods' });
  return [percent, cells, full];
};

const nodes = entry('nodes', null, 'full');
const all = (): boolean => true;

test.each<[string, Coverage, readonly [number | null, number, number], ((namespace: string) => boolean)?]>([
  ['all read', { namespaces: ['a', 'b'], entries: [entry('pods', null, 'full'), nodes] }, [100, 3, 3]],
  [
    'one namespace denied; never rounded up',
    { namespaces: ['a', 'b'], entries: [entry('pods', null, 'full'), entry('pods', 'b', 'denied'), nodes] },
    [66.6, 3, 2],
  ],
  ['one namespace read', { namespaces: ['a', 'b', 'c'], entries: [entry('pods', 'a', 'full'), nodes] }, [50, 4, 2]],
  ['partial is not full', { namespaces: ['a'], entries: [entry('pods', null, 'partial'), nodes] }, [50, 2, 1]],
  [
    'namespaces unknown: one cell, not full',
    { namespaces: null, entries: [entry('pods', 'a', 'full'), entry('pods', null, 'full'), nodes] },
    [50, 2, 1],
  ],
  [
    'not served is no cell',
    { namespaces: ['a'], entries: [entry('pods', null, 'full'), entry('nodes', null, 'not-served')] },
    [100, 1, 1],
  ],
  ['nothing told is not full', { namespaces: ['a'], entries: [] }, [0, 2, 0]],
  [
    'a namespace that is not evaluated has no cell',
    { namespaces: ['a', 'b'], entries: [entry('pods', 'a', 'full'), entry('pods', 'b', 'denied'), nodes] },
    [100, 2, 2],
    name => name === 'a',
  ],
  ['no cell at all', { namespaces: [], entries: [entry('nodes', null, 'not-served')] }, [null, 0, 0]],
])('%s', (_, coverage, expected, includes = all) => expect(share(coverage, includes)).toEqual(expected));
