import type { FindingRow, FindingsFilter } from '#contract/findings-query';
import type { AppClient } from '#renderer/app/client/app-client.ts';
import { valueOf } from '#renderer/app/client/query.ts';
import type { ListQuery } from './lines.ts';

const windowSize = 500;

/** Most rows that one act can take. */
export const mostRows = 3_000;

/** Findings on the lines `from` to `to` (both included), whether or not they are on view. */
export const idsBetween = async (client: AppClient, query: ListQuery, from: number, to: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let offset = from; offset <= to && ids.length < mostRows; offset += windowSize) {
    const limit = Math.min(windowSize, to - offset + 1);
    const page = await valueOf(client, 'findings.list', { ...query, offset, limit });
    for (const line of page.lines) if (line.type === 'finding') ids.push(line.row.id);
  }
  return ids;
};

/** All findings of a group, closed or not, by the line that its head stands on. */
export const idsOfGroup = (
  client: AppClient,
  query: ListQuery,
  head: number,
  group: { readonly key: string; readonly count: number },
): Promise<readonly string[]> =>
  idsBetween(client, { ...query, open: [...(query.open ?? []), group.key] }, head + 1, head + group.count);

/** Rows under a filter, in the order of the list, at most so many. */
export const rowsUnder = async (
  client: AppClient,
  { snapshot, sort }: ListQuery,
  filter: FindingsFilter,
  most: number,
): Promise<readonly FindingRow[]> => {
  const rows: FindingRow[] = [];
  for (let offset = 0; offset < most; offset += windowSize) {
    const limit = Math.min(windowSize, most - offset);
    const page = await valueOf(client, 'findings.list', { snapshot, sort: sort ?? null, filter, group: 'none', offset, limit });
    for (const line of page.lines) if (line.type === 'finding') rows.push(line.row);
    if (offset + limit >= page.matched) break;
  }
  return rows;
};
