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
import { dryRunRefusal } from '#renderer/app/patch/DryRunLink.tsx';
import { useDryRun } from '#renderer/app/patch/use-dry-run.ts';
import { routes } from '#renderer/app/routes.ts';
import { useSettings } from '#renderer/app/settings.ts';
import { choicesOf, leftOf, readTrayAgain, takeOut, toggleLeftOut, trayOf, useTray } from '#renderer/app/tray.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { toast, undoToast } from '#renderer/ui/Toast.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { conflictsOf, groupsOf, patchCount, settledOf, type TrayPatch } from './conflicts.ts';
import { exportedWords, exportWords, proofWords } from './export-words.ts';
import { ConflictDetail } from './parts/ConflictDetail.tsx';
import { PatchDetail } from './parts/PatchDetail.tsx';
import { TrayList } from './parts/TrayList.tsx';
import { useDryRunAll } from './use-dry-run-all.ts';
import { useMergedPatches, useTrayPatches } from './use-tray-patches.ts';

const mostAtOnce = 500;

/** Chosen patches: review, settle, dry-run on a click, export. */
export const TrayPage = ({ summary }: { readonly summary: SnapshotSummary }): ReactElement => {
  const search = useSearch();
  const [, navigate] = useLocation();
  const client = useClient();
  const narrow = useNarrow();
  const chosen = useTray(state => trayOf(state, summary.id));
  const left = useTray(state => leftOf(state, summary.id));
  const choices = useTray(state => choicesOf(state, summary.id));
  // What was chosen in this window is there at once; what was kept must first be known.
  const unread = useTray(state => (chosen.length === 0 ? state.unread[summary.id] : undefined));
  const { patches, failed, pending } = useTrayPatches(summary.id, chosen);
  const exporting = useCommand('patch.export');
  const dryRun = useDryRun(summary.id);
  const all = useDryRunAll(summary.id);
  const refusal = dryRunRefusal(summary, useSettings());
  usePageState(
    pending > 0 || unread === 'reading'
      ? 'loading'
      : unread !== undefined || (patches.length === 0 && failed.length > 0)
        ? 'error'
        : 'ready',
  );
  useTitle('Tray');

  const wanted = new URLSearchParams(search).get('patch');
  const ticked = useMemo(() => patches.filter(({ finding }) => !left.includes(finding)), [patches, left]);
  const conflicts = useMemo(() => conflictsOf(ticked, choices), [ticked, choices]);
  const ordered = useMemo(() => groupsOf(patches, conflicts).flatMap(group => group.patches), [patches, conflicts]);
  const entry = ordered.find(({ finding }) => finding === wanted) ?? ordered[0];
  const merged = useMergedPatches(summary.id, conflicts);
  const settled = settledOf(ticked, conflicts).slice(0, mostAtOnce);
  const count = patchCount(settled, conflicts);
  const conflict = conflicts.find(({ entries }) => entries.some(({ finding }) => finding === entry?.finding));
  const inMerge = (each: TrayPatch): boolean => conflicts.some(({ keep, entries }) => keep === null && entries.includes(each));
  const alone = settled.filter(each => !inMerge(each));
  const units = [
    ...alone.filter(({ patch }) => patch.redacted === null).map(({ finding }) => [finding]),
    ...conflicts.filter(({ keep }) => keep === null).map(({ entries }) => entries.map(({ finding }) => finding)),
  ];
  const open = conflicts.filter(({ keep }) => keep === undefined);
  const staysOut = exportWords({ patches, ticked, settled, conflicts });

  const select = (finding: string): void =>
    navigate(`${routes.tray(summary.id)}?patch=${encodeURIComponent(finding)}`, { replace: true });
  const move = (by: number): void => {
    const at = ordered.findIndex(other => other === entry);
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + by))];
    if (next !== undefined) select(next.finding);
  };
  const drop = (finding: string): void => {
    const at = ordered.findIndex(each => each.finding === finding);
    const next = ordered[at + 1] ?? ordered[at - 1];
    const undo = takeOut(summary.id, finding);
    if (next !== undefined) select(next.finding);
    const title = ordered[at]?.patch.title;
    undoToast({ title: 'Taken out of the tray', ...(title === undefined ? {} : { description: visible(title, 200) }), undo });
  };
  const run = (): void => {
    if (entry === undefined || entry.patch.redacted !== null || dryRun.isPending) return;
    if (refusal === null)
      dryRun.mutate(
        { findings: conflict?.keep === null ? conflict.entries.map(({ finding }) => finding) : [entry.finding] },
        { onError: error => toast(problemOf(error).what, problemOf(error).todo, 'alert') },
      );
    else toast('No dry-run was sent', refusal, 'alert');
  };
  const save = (): void => {
    if (settled.length === 0 || exporting.isPending) return;
    exporting.mutate(
      { snapshot: summary.id, findings: settled.map(({ finding }) => finding) },
      {
        onSuccess: async download => {
          const saved = await client.save(download);
          if (!saved.ok) toast(saved.error.what, saved.error.todo, 'alert');
          else if (saved.value) toast(exportedWords(download.files, count), download.name);
        },
      },
    );
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: {
      does: 'take or leave',
      hint: 'take or leave',
      run: () => (entry === undefined ? undefined : toggleLeftOut(summary.id, entry.finding)),
    },
    ...(refusal === null ? { d: run } : {}),
    e: save,
    Backspace: () => (entry === undefined ? undefined : drop(entry.finding)),
    Escape: () => navigate(routes.findings(summary.id)),
  });

  if (chosen.length === 0)
    return (
      <div className="page-column">
        <h1 className="sr-only">Tray</h1>
        <SnapshotNotices snapshot={summary} />
        {unread === 'reading' ? <LoadingState label="Reading the tray …" /> : null}
        {unread === undefined || unread === 'reading' ? null : <ErrorState fault={unread} onRetry={readTrayAgain} />}
        {unread === undefined ? (
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
        ) : null}
        <StatusLine facts={unread === undefined ? ['0 patches'] : []} />
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
          <span className="spacer" />
          {refusal !== null ? null : all.progress === null ? (
            <Button disabled={units.length === 0} onClick={() => void all.run(units)}>
              Dry-run {plural(units.length, 'patch', 'patches')}
            </Button>
          ) : (
            <Button onClick={all.stop} busy>
              {all.progress.done} of {all.progress.total}, stop
            </Button>
          )}
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
                <Button variant="quiet" onClick={() => drop(finding)}>
                  Take out of tray
                </Button>
              }
            />
          ))}
        </div>
        {patches.length === 0 ? null : (
          <div className="tray-sum">
            <p>{proofWords([...alone.map(({ patch }) => patch), ...merged.map(({ patch }) => patch)])}.</p>
            {refusal === null ? null : <p className="muted small">Dry-run: {refusal}.</p>}
          </div>
        )}
      </div>
      <div className="page-column patch-side">
        <div className="page-scroll">
          {entry === undefined ? null : conflict === undefined ? (
            <PatchDetail key={entry.finding} snapshot={summary} entry={entry} />
          ) : (
            <ConflictDetail
              key={conflict.entries.map(({ finding }) => finding).join(' ')}
              snapshot={summary}
              conflict={conflict}
              selected={entry.finding}
            />
          )}
        </div>
        {exporting.isError ? <ErrorState fault={problemOf(exporting.error)} inline /> : null}
        <footer className="ui-actions">
          <Button
            variant={open.length > 0 ? 'plain' : 'primary'}
            keyHint="E"
            disabled={settled.length === 0 || exporting.isPending}
            busy={exporting.isPending}
            onClick={save}
          >
            Export {plural(count, 'patch', 'patches')}
          </Button>
          {entry === undefined ? null : <Button onClick={() => drop(entry.finding)}>Take out of tray</Button>}
          <span className="muted">{staysOut}</span>
        </footer>
      </div>
      <StatusLine
        facts={[
          plural(chosen.length, 'patch', 'patches'),
          open.length === 0 ? null : <span className="is-alert">{plural(open.length, 'conflict')}</span>,
          summary.meta.serverVersion === null ? null : `server ${summary.meta.serverVersion}`,
          'nothing is applied',
        ]}
      />
    </>
  );
};
