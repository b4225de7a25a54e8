import type { ClusterNote } from '#contract/settings';
import type { SnapshotSummary } from '#contract/snapshot';

/** Read from the context's name until a person says it. */
export const isProduction = (name: string): boolean => /(?:^|[^a-z])(?:prod|prd|production|live)(?:$|[^a-z])/iu.test(name);

export interface Environment {
  readonly word: Exclude<ClusterNote['environment'], ''>;
  readonly guessed: boolean;
}

/** What a person said of the cluster; else production where its name says so, and nothing otherwise. */
export const environmentOf = (name: string, note: ClusterNote | null): Environment | null => {
  const said = note?.environment ?? '';
  if (said !== '') return { word: said, guessed: false };
  return isProduction(name) ? { word: 'production', guessed: true } : null;
};

const hues = [205, 160, 40, 265, 15, 185, 95, 235] as const;

const ownHue = (identity: string): string => {
  let hash = 0;
  for (const character of identity) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return `hsl(${hues[hash % hues.length] ?? 205} 55% 52%)`;
};

/** The band's colour: production alone has the production colour; else the person's, else one by the cluster's identity. */
export const clusterColour = (snapshot: SnapshotSummary | undefined, note: ClusterNote | null, capturing?: string): string => {
  const name = capturing ?? snapshot?.meta.name;
  if (name === undefined) return 'var(--line2)';
  if (environmentOf(name, note)?.word === 'production') return 'var(--prod)';
  if (note?.colour !== null && note?.colour !== undefined) return note.colour;
  return snapshot === undefined || capturing !== undefined ? 'var(--line2)' : ownHue(snapshot.meta.clusterId ?? name);
};
