import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { plural } from '#renderer/ui/time.ts';

const most = 8;

/** The newest snapshots of the library. */
export const Recent = ({ snapshots }: { readonly snapshots: readonly SnapshotSummary[] }): ReactElement | null => {
  if (snapshots.length === 0) return null;
  const newest = [...snapshots].sort((a, b) => (a.meta.capturedUntil < b.meta.capturedUntil ? 1 : -1)).slice(0, most);
  return (
    <section className="recent" aria-labelledby="recent">
      <h2 id="recent">Snapshots</h2>
      <ul>
        {newest.map(({ id, title, meta, findings, unknown }) => (
          <li key={id}>
            <Link href={routes.findings(id)} className="recent-row">
              <MiddleTruncate text={title} className="recent-title" />
              <span className="muted">
                {plural(findings.critical, 'critical', 'critical')}, {plural(findings.high, 'high', 'high')}
                {unknown === 0 ? null : <span className="is-unknown">, {plural(unknown, 'unknown', 'unknown')}</span>}
              </span>
              <span className="muted recent-age">
                <RelativeTime time={meta.capturedUntil} suffix=" ago" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {snapshots.length > most ? <Link href={routes.snapshots}>All {snapshots.length} snapshots</Link> : null}
    </section>
  );
};
