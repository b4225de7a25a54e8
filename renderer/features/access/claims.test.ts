import { describe, expect, it } from 'vitest';
import type { AttackPath, Paths } from '#contract/attack';
import { story } from '#renderer/dev/fixtures/access-paths.ts';
import { around } from '#renderer/dev/fixtures/access-around.ts';
import { neighboursClaim, pathsClaim } from './claims.ts';

const [open] = story.paths as [AttackPath];
const shut: AttackPath = { ...open, blocked: true };
const answer = (paths: readonly AttackPath[], part: Partial<Paths> = {}): Paths => ({ ...story, paths: [...paths], ...part });

describe('the answer in one sentence', () => {
  const check = (given: Paths, expected: string): void => expect(pathsClaim(given)).toBe(expected);
  it.each<[Paths, string]>([
    [answer([open]), 'ci/deployer reaches cluster admin by 1 path'],
    [answer([open, open, shut]), 'ci/deployer reaches cluster admin by 2 paths; a third is blocked'],
    [answer([open, shut, shut]), 'ci/deployer reaches cluster admin by 1 path; two more are blocked'],
    [answer([open], { more: true }), 'ci/deployer reaches cluster admin by at least 1 path'],
    [answer([open, shut, shut], { more: true }), 'ci/deployer reaches cluster admin by 1 path; at least two more are blocked'],
    [answer([open], { from: 'internet' }), 'The internet reaches cluster admin by 1 path'],
    [
      answer([open], { answer: 'unknown' }),
      'ci/deployer may reach cluster admin by 1 path: what was not read could stand in the way',
    ],
    [answer([], { answer: 'no' }), 'ci/deployer does not reach cluster admin'],
    [answer([shut], { answer: 'no' }), 'ci/deployer does not reach cluster admin: the one path is blocked'],
    [answer([shut, shut], { answer: 'no' }), 'ci/deployer does not reach cluster admin: all two paths are blocked'],
    [answer([], { answer: 'unknown' }), 'Whether ci/deployer reaches cluster admin is not known'],
  ])('%#', check);
});

describe('a neighbourhood in one sentence', () => {
  const some = around('sa:ci/deployer', 'out');
  it.each([
    [neighboursClaim(some, 'out', 2), 'ci/deployer reaches 20 nodes within 2 steps, and cluster admin in the end'],
    [neighboursClaim({ ...some, totals: {} }, 'out', 2), 'ci/deployer reaches nothing'],
    [neighboursClaim({ ...some, node: 'nodes' }, 'in', 1), '20 nodes reach every node within 1 step'],
    [neighboursClaim({ ...some, totals: {} }, 'in', 1), 'Nothing reaches ci/deployer within 1 step'],
  ])('%s', (said, expected) => expect(said).toBe(expected));
});
