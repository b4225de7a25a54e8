import type { z } from 'zod';

/**
 * query: reads what is there. command: does something; serialised per store and per cluster, and logged.
 * effect: what it touches. `clusterWrite` (dry-run included) is refused in read-only mode.
 * answeredBy: the core where absent; `host`: whoever shows the page (main, or the page's own carrier), since it concerns
 * windows and dialogs. Input is checked by the same rule on the same door.
 */
export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'command';
  readonly effect: 'none' | 'library' | 'clusterRequest' | 'clusterWrite';
  readonly answeredBy?: 'host';
  readonly input: I;
  readonly output: O;
}

export const method = <I extends z.ZodType, O extends z.ZodType>(value: Method<I, O>): Method<I, O> => value;
