import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import type { EdgeCatalogue } from '#contract/attack';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { addressOf, startState } from '../access-state.ts';
import { Caveats, Gaps } from '../parts/Gaps.tsx';
import { permissionId, PermissionTable } from './PermissionTable.tsx';
import { PermissionPanel } from './PermissionPanel.tsx';

/** What the user of this snapshot may do, and how near that is to admin. */
export const MyAccessAnswer = ({
  summary,
  catalogue,
}: {
  readonly summary: SnapshotSummary;
  readonly catalogue: EdgeCatalogue | undefined;
}): ReactElement => {
  const [selected, setSelected] = useState<string | null>(null);
  const asked = useCall('rbac.myAccess', { snapshot: summary.id });
  usePageState(stateOf(asked));
  const answer = asked.data;
  if (asked.isError && answer === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (answer === undefined) return <LoadingState label="Reading your own rights" />;
  const rows = answer.namespaces.flatMap(({ namespace, permissions }) =>
    permissions.map(permission => ({ ...permission, namespace: permission.namespace ?? namespace })),
  );
  const picked = rows.find(row => permissionId(row) === selected);
  return (
    <>
      <Gaps needs={answer.needs} snapshot={summary.id} />
      <div className="access-body">
        <div className="access-main">
          <div className="access-lead">
            <h2>
              {visible(answer.user, 200)}{' '}
              {answer.costToAdmin === null
                ? answer.needs.length > 0
                  ? 'has no path to cluster admin that was found'
                  : 'does not reach cluster admin'
                : answer.costToAdmin === 0
                  ? 'is cluster admin'
                  : `reaches cluster admin at a cost of ${answer.costToAdmin}`}
            </h2>
            <p className="muted">
              {answer.groups.length === 0 ? 'In no group that is known. ' : `In ${visible(answer.groups.join(', '), 400)}. `}
              {answer.costToAdmin === null ? null : (
                <Link href={addressOf(summary.id, { ...startState, question: 'paths', from: `user:${answer.user}` })}>
                  See the paths
                </Link>
              )}
            </p>
          </div>
          {rows.length === 0 ? (
            <EmptyState title="No rule that was read grants you anything">
              Other authorizers than RBAC, and groups that only the identity provider knows, are not seen here.
            </EmptyState>
          ) : (
            <PermissionTable
              rows={rows}
              catalogue={catalogue}
              selected={selected}
              onSelect={row => setSelected(permissionId(row))}
            />
          )}
          <Caveats caveats={answer.caveats} />
        </div>
        {picked === undefined ? null : <PermissionPanel snapshot={summary.id} permission={picked} catalogue={catalogue} />}
      </div>
      <StatusLine facts={[plural(rows.length, 'permission'), plural(answer.namespaces.length, 'place')]} />
    </>
  );
};
