import { useState } from 'react';
import type { FindingsLine } from '#contract/findings-query';

type At = (index: number) => FindingsLine | undefined;

export interface Cursor {
  /** The line under the cursor, -1 before there is one. */
  readonly index: number;
  /** Moves by lines; `quiet` does not open what it comes to (a narrow window, where opening leaves the list). */
  readonly move: (by: number, quiet?: boolean) => void;
  readonly to: (index: number, push?: boolean) => void;
  readonly open: (index: number) => void;
}

/**
 * Where the keys are in the list. A finding under the cursor is the one in the address; a group head is not in it, so that
 * place is kept here.
 */
export const useCursor = (
  count: number,
  at: At,
  found: number,
  finding: string | null,
  select: (id: string | null, replace?: boolean) => void,
): Cursor => {
  const [local, setLocal] = useState<{ readonly index: number; readonly for: string | null }>({ index: -1, for: null });
  const index = Math.min(local.for === finding && local.index >= 0 ? local.index : found, count - 1);

  const to = (next: number, push = false): void => {
    const line = at(next);
    if (line?.type === 'finding') {
      setLocal({ index: next, for: line.row.id });
      select(line.row.id, finding !== null && !push);
    } else setLocal({ index: next, for: finding });
  };
  const move = (by: number, quiet = false): void => {
    if (count === 0) return;
    const next = Math.min(count - 1, Math.max(0, index + by));
    if (quiet) setLocal({ index: next, for: finding });
    else to(next);
  };
  return { index, move, to, open: next => to(next, true) };
};
