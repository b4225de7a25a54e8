import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import type { Handlers } from '#core/core';
import type { Services } from '#core/services';

export const patchHandlers = ({
  engine,
  files,
}: Services): Pick<Handlers, 'patch.preview' | 'patch.merge' | 'patch.dryRun' | 'patch.export'> => ({
  'patch.preview': async ({ snapshot, finding }, { signal }) => engine.patch(snapshot, finding, signal),
  'patch.merge': async ({ snapshot, findings }, { signal }) => engine.mergePatches(snapshot, findings, signal),
  'patch.dryRun': async ({ snapshot, finding, with: others = [] }, { signal }) =>
    engine.dryRun(snapshot, [finding, ...others], signal),
  'patch.export': async ({ snapshot, findings }, { signal }) => {
    const outgoing = files.outgoing('plumbline-patches.tar.gz');
    const written = await engine.exportPatches(snapshot, findings, outgoing.path, signal);
    if (!written.ok) return written;
    if (written.value.bytes === 0)
      return fail(
        problem('not-patchable', {
          what: 'None of the chosen findings has a patch.',
          why: 'Each is to be fixed by hand; its own page says how.',
        }),
      );
    const offered = files.offer(outgoing.handle, written.value.bytes);
    return offered.ok ? ok({ ...offered.value, files: written.value.files }) : offered;
  },
});
