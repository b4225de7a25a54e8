import { bundleSource } from '#core/evidence/bundle';
import { verifyBundle, writeBundle } from '#node/bundle/bundle-file';
import type { CliCore } from '#electron/cli/cli-core';
import type { Bench } from './bench.ts';

export const writeEvaluated = (
  { ports: { pause } }: Bench,
  ...[path, { loaded, evaluation }, signal]: Parameters<CliCore['writeBundle']>
): ReturnType<CliCore['writeBundle']> => writeBundle(path, bundleSource(loaded.snapshot), evaluation, { pause, signal });

export const verify = async (
  { ports: { pause } }: Bench,
  ...[path, { expect }, signal]: Parameters<CliCore['verifyBundle']>
): ReturnType<CliCore['verifyBundle']> => verifyBundle(path, expect, { pause, signal });
