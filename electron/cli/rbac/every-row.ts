import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';

interface Page {
  readonly total: number;
  readonly rows: readonly unknown[];
}

const limit = 500;

/** All rows of a paged answer as one. */
export const everyRow = async <P extends Page>(
  page: (window: { readonly offset: number; readonly limit: number }) => Promise<Result<P, Problem>>,
): Promise<Result<P, Problem>> => {
  const first = await page({ offset: 0, limit });
  if (!first.ok) return first;
  const rows = [...first.value.rows];
  while (rows.length < first.value.total) {
    const next = await page({ offset: rows.length, limit });
    if (!next.ok) return next;
    if (next.value.rows.length === 0) break;
    rows.push(...next.value.rows);
  }
  return ok({ ...first.value, rows });
};
