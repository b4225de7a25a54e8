import type { SnapshotSummary } from '#contract/snapshot';

/** Read from the context's name until a person says it. */
export const isProduction = (name: string): boolean => /(?:^|[^a-z])(?:prod|prd|production|live)(?:$|[^a-z])/iu.test(name);

const hues = [205, 160, 40, 265, 15, 185, 95, 235] as const;

/** A colour of its own for each cluster, by its identity; production alone has the production colour. */
export const clusterColour = (snapshot: SnapshotSummary | undefined, capturing?: string): string => {
  if (capturing !== undefined && isProduction(capturing)) return 'var(--prod)';
  if (snapshot === undefined || capturing !== undefined) return 'var(--line2)';
  if (isProduction(snapshot.meta.name)) return 'var(--prod)';
  let hash = 0;
  for (const character of snapshot.meta.clusterId ?? snapshot.meta.name)
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return `hsl(${hues[hash % hues.length] ?? 205} 55% 52%)`;
};
