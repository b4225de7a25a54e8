import type { Handlers } from '#core/core';
import type { Services } from '#core/services';

type CompareCalls = 'compare.summary' | 'compare.findings' | 'compare.objects' | 'compare.object';

/** The engine compares, and keeps the pair while its rows are looked at. */
export const compareHandlers = ({ engine }: Services): Pick<Handlers, CompareCalls> => ({
  'compare.summary': async (input, { signal }) => engine.compare('summary', input, signal),
  'compare.findings': async (input, { signal }) => engine.compare('findings', input, signal),
  'compare.objects': async (input, { signal }) => engine.compare('objects', input, signal),
  'compare.object': async (input, { signal }) => engine.compare('object', input, signal),
});
