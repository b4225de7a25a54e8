import { basename } from 'node:path';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import type { Engine } from '#core/services';

/** The snapshot to show first: `--demo`, or a bundle that was named, imported into the library. */
export const openFirst = async (args: readonly string[], engine: Engine): Promise<Result<string | null, Problem>> => {
  const [first] = args;
  if (first === undefined) return ok(null);
  const never = new AbortController().signal;
  const opened = first === '--demo' ? await engine.demo(never) : await engine.importFile(first, basename(first), never);
  return opened.ok ? ok(opened.value.id) : opened;
};
