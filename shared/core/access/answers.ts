import type { Finding } from '#contract/finding';
import { problem, type Problem } from '#contract/problem';
import { fail, type Result } from '#contract/result';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Ports } from '#core/ports';
import type { AccessAnswers } from './asks.ts';

export interface AccessOptions {
  readonly index: SnapshotIndex;
  /** Of the snapshot, for the findings of a node. */
  readonly findings: readonly Finding[];
  readonly ports: Ports;
}

const notYet = (): Result<never, Problem> =>
  fail(problem('not-available', { what: 'This question cannot be asked yet.', why: 'The engine of rights is being built.' }));

export const createAccessAnswers = (_options: AccessOptions): AccessAnswers => ({
  'rbac.canI': notYet,
  'rbac.whoCan': notYet,
  'rbac.whatCan': notYet,
  'rbac.matrix': notYet,
  'rbac.upkeep': notYet,
  'rbac.explain': notYet,
  'rbac.myAccess': notYet,
  'attack.paths': notYet,
  'attack.neighbours': notYet,
  'attack.chokePoints': notYet,
  'attack.simulate': notYet,
  'attack.nodes': notYet,
  'attack.node': notYet,
  'attack.edge': notYet,
});
