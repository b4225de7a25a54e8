import { type ReactElement, useMemo } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { SnapshotNotices } from '#renderer/app/notices.tsx';
import { usePageState, useTitle } from '#renderer/app/page-state.ts';
import { canDryRun } from '#renderer/app/patch/DryRunLink.tsx';
import { useDryRun } from '#renderer/app/patch/use-dry-run.ts';
import { routes } from '#renderer/app/routes.ts';
import { leftOf, toggleInTray, toggleLeftOut, trayOf, useTray } from '#renderer/app/tray.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { plural } from '#renderer/ui/time.ts';
import { byManager, conflictsOf } from './conflicts.ts';
import { PatchDetail } from './parts/PatchDetail.tsx';
import { TrayList } from './parts/TrayList.tsx';
import { useTrayPatches } from './use-tray-patches.ts';

const mostAtOnce = 500;

/** Chosen patches: review, dry-run on a click, export. */
export const TrayPage = ({ summary }: { readonly summary: SnapshotSummary }): ReactElement => {
  const search = useSearch();
  const [, navigate] = useLocation();
  const client = useClient();
  const narrow = useNarrow();
  const chosen = useTray(state => trayOf(state, summary.id));
  const left = useTray(state => leftOf(state, summary.id));
  const { patches, failed, pending } = useTrayPatches(summary.id, chosen);
  const exporting = useCommand('patch.export');
  const dryRun = useDryRun(summary.id);
  usePageState(pending > 0 ? 'loading' : patches.length === 0 && failed.length > 0 ? 'error' : 'ready');
  useTitle('Tray');

  const wanted = new URLSearchParams(search).get('patch');
  const ordered = useMemo(() => byManager(patches).flatMap(group => group.patches), [patches]);
  const entry = ordered.find(({ finding }) => finding === wanted) ?? ordered[0];
  const ticked = patches.filter(({ finding }) => !left.includes(finding));
  const conflicts = conflictsOf(ticked);
  const settled = ticked.filter(({ finding }) => !conflicts.has(finding)).slice(0, mostAtOnce);
  const steps = settled.filter(({ patch }) => patch.redacted !== null).length;
  const stays = patches.length - settled.length;

  const select = (finding: string): void =>
    navigate(`${routes.tray(summary.id)}?patch=${encodeURIComponent(finding)}`, { replace: true });
  const move = (by: number): void => {
    const at = ordered.findIndex(other => other === entry);
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + by))];
    if (next !== undefined) select(next.finding);
  };
  const run = (): void => {
    if (entry !== undefined && entry.patch.redacted === null && canDryRun(summary) && !dryRun.isPending)
      dryRun.mutate(entry.finding, { onError: error => toast(problemOf(error).what, problemOf(error).todo, 'alert') });
  };
  const save = (): void => {
    if (settled.length === 0 || exporting.isPending) return;
    exporting.mutate(
      { snapshot: summary.id, findings: settled.map(({ finding }) => finding) },
      {
        onSuccess: async download => {
          const saved = await client.save(download);
          if (!saved.ok) toast(saved.error.what, saved.error.todo, 'alert');
          else if (saved.value) toast(`Exported ${plural(settled.length, 'patch', 'patches')}`, download.name);
        },
      },
    );
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: () => (entry === undefined ? undefined : toggleLeftOut(summary.id, entry.finding)),
    d: run,
    e: save,
    Backspace: () => (entry === undefined ? undefined : toggleInTray(summary.id, entry.finding)),
    Escape: () => navigate(routes.findings(summary.id)),
  });

  if (chosen.length === 0)
    return (
      <div className="page-column">
        <SnapshotNotices snapshot={summary} />
        <EmptyState
          title="The tray is empty"
          action={
            <Link href={routes.findings(summary.id, 'fixable:yes')} className="ui-button ui-button-primary">
              Findings with a patch
            </Link>
          }
        >
          Add the patch of a finding with the key P, review all of them here, then export them as files. Nothing is applied.
        </EmptyState>
        <StatusLine facts={['0 patches']} />
      </div>
    );

  return (
    <>
      <div className={narrow ? 'tray-column is-narrow' : 'tray-column'}>
        <SnapshotNotices snapshot={summary} />
        <div className="page-bar">
          <h1>{plural(chosen.length, 'patch', 'patches')}</h1>
          <span className="muted">
            {chosen.length === 1 ? 'fixes' : 'fix'}{' '}
            {plural(new Set(patches.flatMap(({ patch }) => patch.findingIds)).size, 'finding')}
          </span>
        </div>
        <div className="page-scroll">
          {pending > 0 ? <LoadingState label={`Making ${plural(pending, 'patch', 'patches')}`} /> : null}
          <TrayList
            patches={patches}
            leftOut={left}
            conflicts={conflicts}
            selected={entry?.finding ?? null}
            onSelect={select}
            onToggle={finding => toggleLeftOut(summary.id, finding)}
          />
          {failed.map(({ finding, problem }) => (
            <ErrorState
              key={finding}
              fault={problem}
              inline
              action={
                <Button variant="quiet" onClick={() => toggleInTray(summary.id, finding)}>
                  Take out of tray
                </Button>
              }
            />
          ))}
        </div>
      </div>
      <div className="page-column patch-side">
        <div className="page-scroll">
          {entry === undefined ? null : (
            <PatchDetail
              key={entry.finding}
              snapshot={summary}
              entry={entry}
              conflicts={conflicts.get(entry.finding)?.length ?? 0}
            />
          )}
        </div>
        {exporting.isError ? <ErrorState fault={problemOf(exporting.error)} inline /> : null}
        <footer className="ui-actions">
          <Button
            variant="primary"
            keyHint="E"
            disabled={settled.length === 0 || exporting.isPending}
            busy={exporting.isPending}
            onClick={save}
          >
            Export {plural(settled.length, 'patch', 'patches')}
          </Button>
          {entry === undefined ? null : <Button onClick={() => toggleInTray(summary.id, entry.finding)}>Take out of tray</Button>}
          <span className="muted">
            {[
              steps === 0 ? '' : `${steps} of them as steps`,
              stays === 0
                ? ''
                : `${stays} ${stays === 1 ? 'stays' : 'stay'} out${conflicts.size === 0 ? '' : `, ${conflicts.size} until their conflict is settled`}`,
            ]
              .filter(Boolean)
              .join('; ')}
          </span>
        </footer>
      </div>
      <StatusLine
        facts={[
          plural(chosen.length, 'patch', 'patches'),
          conflicts.size === 0 ? null : <span className="is-alert">{conflicts.size} in conflict</span>,
          'nothing is applied',
        ]}
        keys={[
          { keys: ['J', 'K'], does: 'move' },
          { keys: ['X'], does: 'take or leave' },
          ...(canDryRun(summary) ? [{ keys: ['D'], does: 'dry-run' }] : []),
          { keys: ['E'], does: 'export' },
        ]}
      />
    </>
  );
};
