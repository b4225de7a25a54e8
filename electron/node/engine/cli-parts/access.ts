import { createAccessAnswers } from '#core/access/answers';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import type { CliCore } from '#electron/cli/cli-core';
import type { Bench } from './bench.ts';

export const accessOf = async (bench: Bench, ...[loaded]: Parameters<CliCore['access']>): ReturnType<CliCore['access']> => {
  const index = createSnapshotIndex(loaded.snapshot);
  const answers = createAccessAnswers({ index, findings: loaded.stored?.findings ?? [], ports: bench.ports });
  return { answers, batch: () => ({ check: () => '{"error":"not yet"}', invalid: () => 0 }) };
};
