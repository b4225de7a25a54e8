import { createAccess } from '#core/access/answers';
import { type AccessSide, applyChange, compareAccess } from '#core/access/rbac-change';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createCheck } from '#core/rbac/batch';
import { nodeAuthorizerOf } from '#core/rbac/node-authorizer';
import type { CliCore, Loaded } from '#electron/cli/cli-core';
import type { Bench } from './bench.ts';

const sideOf = ({ ports }: Bench, { snapshot, title, stored }: Loaded) => {
  const index = createSnapshotIndex(snapshot);
  const access = createAccess({ index, findings: stored?.findings ?? [], ports });
  const side: AccessSide = { ...access, index, title: title ?? snapshot.meta.name };
  return { ...access, side };
};

export const accessOf = async (bench: Bench, ...[loaded]: Parameters<CliCore['access']>): ReturnType<CliCore['access']> => {
  const { answers, authorizer, side } = sideOf(bench, loaded);
  return {
    answers,
    batch: options => createCheck(authorizer, { ...options, nodes: nodeAuthorizerOf(side.index) }),
    apply: files => applyChange(side, { name: files.snapshot.meta.name, snapshot: files.snapshot }, bench.ports),
    compareWith: later => compareAccess(side, sideOf(bench, later).side),
  };
};
