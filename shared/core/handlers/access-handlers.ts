import { ok } from '#contract/result';
import type { AccessAsk } from '#core/access/asks';
import { exportName } from '#core/attack/export/export-graph';
import { edgeCatalogue } from '#core/attack/edge-catalogue';
import type { Handlers } from '#core/core';
import type { Services } from '#core/services';

type AccessCalls = AccessAsk | 'attack.edges' | 'attack.export';

/** The engine holds the index of rights and the attack graph, and keeps them while questions come. */
export const accessHandlers = ({ engine, files, library }: Services): Pick<Handlers, AccessCalls> => ({
  'rbac.canI': async (input, { signal }) => engine.access('rbac.canI', input, signal),
  'rbac.whoCan': async (input, { signal }) => engine.access('rbac.whoCan', input, signal),
  'rbac.whatCan': async (input, { signal }) => engine.access('rbac.whatCan', input, signal),
  'rbac.matrix': async (input, { signal }) => engine.access('rbac.matrix', input, signal),
  'rbac.upkeep': async (input, { signal }) => engine.access('rbac.upkeep', input, signal),
  'rbac.explain': async (input, { signal }) => engine.access('rbac.explain', input, signal),
  'rbac.myAccess': async (input, { signal }) => engine.access('rbac.myAccess', input, signal),
  'attack.paths': async (input, { signal }) => engine.access('attack.paths', input, signal),
  'attack.neighbours': async (input, { signal }) => engine.access('attack.neighbours', input, signal),
  'attack.chokePoints': async (input, { signal }) => engine.access('attack.chokePoints', input, signal),
  'attack.simulate': async (input, { signal }) => engine.access('attack.simulate', input, signal),
  'attack.nodes': async (input, { signal }) => engine.access('attack.nodes', input, signal),
  'attack.node': async (input, { signal }) => engine.access('attack.node', input, signal),
  'attack.edge': async (input, { signal }) => engine.access('attack.edge', input, signal),
  'attack.edges': async () => ok({ edges: [...edgeCatalogue()] }),
  'attack.export': async (input, { signal }) => {
    const named = library.open(input.snapshot);
    if (!named.ok) return named;
    const { handle, path } = files.outgoing(exportName(input.format, named.value.summary().meta.name));
    const written = await engine.exportAttack(input, path, signal);
    if (!written.ok) return written;
    return files.offer(handle, written.value.bytes);
  },
});
