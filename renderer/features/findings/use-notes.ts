import { useQueries } from '@tanstack/react-query';
import type { FindingNote, FindingsLine } from '#contract/findings-query';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions } from '#renderer/app/client/query.ts';

const part = 25;

/** Manager and first seen of the lines on view: asked for in parts that stay the same while the list is scrolled. */
export const useNotes = (
  snapshot: string,
  at: (index: number) => FindingsLine | undefined,
  from: number,
  to: number,
): ReadonlyMap<string, FindingNote> => {
  const client = useClient();
  const parts: (readonly string[])[] = [];
  for (let start = Math.floor(from / part) * part; start <= to; start += part) {
    const ids: string[] = [];
    for (let index = start; index < start + part; index += 1) {
      const line = at(index);
      if (line?.type === 'finding') ids.push(line.row.id);
    }
    if (ids.length > 0) parts.push(ids);
  }
  const asked = useQueries({
    queries: parts.map(ids => callOptions(client, 'findings.notes', { snapshot, findings: [...ids] })),
  });
  return new Map(asked.flatMap(({ data }) => (data?.notes ?? []).map(note => [note.id, note] as const)));
};
