import { createAccess } from '#core/access/answers';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createCheck } from '#core/rbac/batch';
import type { CliCore } from '#electron/cli/cli-core';
import type { Bench } from './bench.ts';

export const accessOf = async (bench: Bench, ...[loaded]: Parameters<CliCore['access']>): ReturnType<CliCore['access']> => {
  const index = createSnapshotIndex(loaded.snapshot);
  const { answers, authorizer } = createAccess({ index, findings: loaded.stored?.findings ?? [], ports: bench.ports });
  return { answers, batch: options => createCheck(authorizer, options) };
};
