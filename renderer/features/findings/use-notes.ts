import { useQueries } from '@tanstack/react-query';
import type { FindingNote, FindingsLine } from '#contract/findings-query';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions } from '#renderer/app/client/query.ts';
import { useSettled } from './use-settled.ts';

/** Lines that are asked for together. */
export const notesPart = 25;

/** Lines that fly past while one types or scrolls need no notes: each reads its object. */
const settleMs = 120;

/** Ids of the findings on these lines, part by part: lines of ids, an empty line between parts. */
const idsOn = (at: (index: number) => FindingsLine | undefined, from: number, to: number): string => {
  const parts: string[] = [];
  for (let start = Math.floor(from / notesPart) * notesPart; start <= to; start += notesPart) {
    const ids: string[] = [];
    for (let index = start; index < start + notesPart; index += 1) {
      const line = at(index);
      if (line?.type === 'finding') ids.push(line.row.id);
    }
    if (ids.length > 0) parts.push(ids.join('\n'));
  }
  return parts.join('\n\n');
};

/** Manager and first seen of the lines on view: asked for in parts that stay the same while the list is scrolled. */
export const useNotes = (
  snapshot: string,
  at: (index: number) => FindingsLine | undefined,
  from: number,
  to: number,
): ReadonlyMap<string, FindingNote> => {
  const client = useClient();
  const settled = useSettled(idsOn(at, from, to), settleMs);
  const parts = settled === '' ? [] : settled.split('\n\n');
  const asked = useQueries({
    queries: parts.map(ids => callOptions(client, 'findings.notes', { snapshot, findings: ids.split('\n') })),
  });
  return new Map(asked.flatMap(({ data }) => (data?.notes ?? []).map(note => [note.id, note] as const)));
};
