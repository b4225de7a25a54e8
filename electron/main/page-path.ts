import type { DeepLink } from '#contract/deep-link';

/** The pages that main opens by itself; the renderer's routes.ts writes the same (checked by a test). */
export const startPath = '/';

export const snapshotPath = (snapshot: string): string => `/s/${encodeURIComponent(snapshot)}/findings`;

export const findingPath = ({ snapshot, finding }: DeepLink): string =>
  `${snapshotPath(snapshot)}/${encodeURIComponent(finding)}`;
