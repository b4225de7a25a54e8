import type { RbacChange } from '#contract/rbac-change';
import type { Snapshot } from '#contract/snapshot';
import type { AttackModel } from '#core/attack/attack-model';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Ports } from '#core/ports';
import { type Authorizer, createAuthorizer } from '#core/rbac/authorizer';
import { applyFiles } from '#core/rbac/change/apply';
import { compareStates } from '#core/rbac/change/compare';
import { policyOf } from '#core/rbac/policy-of';
import { attackModelOf } from './model-of.ts';

/** One side of a comparison, as its answers have it. */
export interface AccessSide {
  readonly title: string;
  readonly index: SnapshotIndex;
  readonly authorizer: Authorizer;
  model(): Promise<AttackModel>;
}

const stateOf = async ({ title, index, authorizer, model }: AccessSide) => ({
  title,
  index,
  authorizer,
  ways: (await model()).compareView,
});

/** Two snapshots by the rights that take effect and by the ways to admin. */
export const compareAccess = async (before: AccessSide, after: AccessSide): Promise<RbacChange> =>
  compareStates(await stateOf(before), await stateOf(after));

/** What manifests would change, laid over a snapshot. `name`: what the user named, a file or a folder. */
export const applyChange = async (
  before: AccessSide,
  files: { readonly name: string; readonly snapshot: Snapshot },
  ports: Pick<Ports, 'pause'>,
): Promise<RbacChange> => {
  const { snapshot, caveats } = applyFiles(before.index, files.snapshot);
  const index = createSnapshotIndex(snapshot);
  const authorizer = createAuthorizer(policyOf(index));
  const after: AccessSide = {
    title: `${before.title} with ${files.name}`,
    index,
    authorizer,
    model: () => attackModelOf(index, authorizer.policy, [], ports),
  };
  const change = await compareAccess(before, after);
  return { ...change, caveats: [...caveats, ...change.caveats] };
};
