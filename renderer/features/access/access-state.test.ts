import { describe, expect, it } from 'vitest';
import { type AccessState, readAccessState, startState, writeAccessState } from './access-state.ts';
import { currentQuestion, questionGroups, stateOfQuestion } from './questions.ts';

const state = (part: Partial<AccessState>): AccessState => ({ ...startState, question: 'paths', ...part });

describe('the address says the whole view', () => {
  const check = (given: AccessState): void => expect(readAccessState(given.question, writeAccessState(given))).toEqual(given);
  it.each<[string, Partial<AccessState>]>([
    ['nothing asked', {}],
    ['ends', { from: 'sa:ci/deployer', to: 'secret:shop/a b&c=d' }],
    ['filters', { edges: ['EXEC', 'TOKEN_REQUEST'], namespaces: ['a'], severity: 'high', hideBaseline: false, depth: 4, k: 17 }],
    ['no edges at all', { edges: [], namespaces: [] }],
    ['table', { view: 'table', tab: 'nodes', path: 3 }],
    ['selection', { at: { is: 'edge', id: 'EXEC sa:ci/deployer workload:ci/Deployment/api' } }],
    [
      'what was done, in order',
      {
        steps: [
          { did: 'out', node: 'sa:ci/deployer' },
          { did: 'pin', node: 'user:a:b/c', x: -12, y: 340 },
          { did: 'in', node: 'admin' },
        ],
      },
    ],
    ['change', { change: { remove: 'rule', role: { kind: 'Role', namespace: 'ci', name: 'deployer' }, rule: 1 } }],
    ['eye', { eye: { zoom: 0.75, x: -100, y: 20 } }],
    ['asked', { ask: { verb: 'get', resource: 'secrets', somewhere: 'yes' } }],
  ])('%s', (_, part) => check(state(part)));
});

describe('an address of no use', () => {
  const check = (search: string, expected: Partial<AccessState>): void =>
    expect(readAccessState('paths', search)).toEqual(state(expected));
  it.each<[string, Partial<AccessState>]>([
    ['depth=0&k=999&follow=-3', { path: 0 }],
    ['severity=awful&view=3d', {}],
    ['at=planet:mars&did=fly:a&did=pin:x:y:z', {}],
    ['change={"remove":"everything"}', {}],
    ['change=[', {}],
    ['eye=1e9:a:b', {}],
  ])('%s', check);
  it('names no question', () => expect(readAccessState('everything', '').question).toBeNull());
});

describe('prebuilt questions', () => {
  const all = questionGroups.flatMap(({ questions }) => questions);
  it.each(all)('$label is the current one at its own address', question => {
    const asked = stateOfQuestion(question, startState);
    expect(currentQuestion(readAccessState(asked.question, writeAccessState(asked)))?.id).toBe(question.id);
  });
  it('keeps who was asked about, and filters, but nothing of another drawing', () => {
    const [paths] = all;
    const now = state({
      from: 'sa:a/b',
      hideBaseline: false,
      steps: [{ did: 'out', node: 'x:y' }],
      eye: { zoom: 1, x: 0, y: 0 },
    });
    expect(paths === undefined ? null : stateOfQuestion(paths, now)).toEqual(state({ from: 'sa:a/b', hideBaseline: false }));
  });
});
