import type { ReactNode } from 'react';
import type { SnapshotSummary } from '#contract/snapshot';
import { isRunning, useLive } from '#renderer/app/live.ts';
import { routes } from '#renderer/app/routes.ts';
import { trayOf, useTray } from '#renderer/app/tray.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { countText } from '#renderer/ui/time.ts';

export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  /** Null: there is nothing to lead to yet. */
  readonly href: string | null;
  readonly count: ReactNode;
  readonly current: boolean;
}

const settled: ReadonlySet<string> = new Set(['full', 'partial', 'denied', 'not-served', 'failed', 'skipped']);

/** The navigation: always the same entries, exactly one of them current (none on the start page). */
export const useEntries = (snapshot: SnapshotSummary | undefined, location: string): readonly Entry[] => {
  const id = snapshot?.id ?? null;
  const tray = useTray(state => (id === null ? 0 : trayOf(state, id).length));
  const latest = useLive(state => state.latest);
  const progress = useLive(state => (state.latest === null ? undefined : state.captures[state.latest]));
  const total =
    snapshot === undefined ? 0 : Object.values(snapshot.findings).reduce((sum, count) => sum + count, 0) + snapshot.unknown;
  const unknown = snapshot?.unknown ?? 0;
  const running = isRunning(progress) && progress !== undefined && progress.resources.length > 0;
  const of = (entry: string, label: string, group: string, href: string | null, count: ReactNode, at: string): Entry => ({
    id: entry,
    label,
    group,
    href,
    count,
    current: location === at || location.startsWith(`${at}/`),
  });
  const base = id === null ? null : `/s/${encodeURIComponent(id)}`;
  return [
    of('overview', 'Overview', '', id === null ? null : routes.overview(id), null, `${base}/overview`),
    of(
      'findings',
      'Findings',
      '',
      id === null ? null : routes.findings(id),
      id === null ? null : countText(total),
      `${base}/findings`,
    ),
    of('access', 'Access graph', '', id === null ? null : routes.access(id), null, `${base}/access`),
    of(
      'objects',
      'Objects',
      '',
      id === null ? null : routes.objects(id),
      snapshot === undefined ? null : countText(snapshot.objects),
      `${base}/objects`,
    ),
    of('tray', 'Tray', 'Work', id === null ? null : routes.tray(id), tray === 0 ? null : tray, `${base}/tray`),
    of(
      'capture',
      'Capture',
      'Data',
      latest === null ? routes.captures : routes.capture(latest),
      running
        ? `${progress.resources.filter(resource => settled.has(resource.state)).length} of ${progress.resources.length}`
        : null,
      '/capture',
    ),
    of('snapshots', 'Snapshots', 'Data', routes.snapshots, null, '/snapshots'),
    of('compare', 'Compare', 'Data', routes.compareStart, null, '/compare'),
    of(
      'coverage',
      'Coverage',
      'Data',
      id === null ? null : routes.coverage(id),
      unknown === 0 ? null : (
        <span className="is-unknown nav-unknown">
          <Icon name="unknown" size={12} />
          {countText(unknown)}
        </span>
      ),
      `${base}/coverage`,
    ),
    of('rules', 'Rules', 'Data', routes.rules, null, '/rules'),
    of('clusters', 'Clusters', 'App', routes.clusters, null, '/clusters'),
    of('settings', 'Settings', 'App', routes.settings, null, '/settings'),
  ];
};
