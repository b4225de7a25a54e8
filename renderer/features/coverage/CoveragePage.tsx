import { type ReactElement, useMemo } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { SnapshotNotices } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { CopyButton, copyText } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { type Gap, gapAt, gapsOf } from './gaps.ts';
import { matrixOf } from './matrix.ts';
import { GapDetail } from './parts/GapDetail.tsx';
import { GapList } from './parts/GapList.tsx';
import { Legend, MatrixTable } from './parts/MatrixTable.tsx';
import { rolesFor } from './role.ts';

type View = 'grouped' | 'every';

/** What was read and what was not: gaps first, then resource × namespace. */
export const CoveragePage = ({ summary }: { readonly summary: SnapshotSummary }): ReactElement => {
  const asked = useCall('coverage.get', { snapshot: summary.id });
  const narrow = useNarrow();
  const search = useSearch();
  const [, navigate] = useLocation();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  usePageState(stateOf(asked));
  useTitle('Coverage');

  const data = asked.data;
  const gaps = useMemo(() => gapsOf(data?.entries ?? []), [data]);
  const view: View = params.get('view') === 'every' ? 'every' : 'grouped';
  const matrix = useMemo(() => matrixOf(data?.entries ?? [], data?.namespaces ?? null, view === 'every'), [data, view]);
  const position = params.get('gap') === null ? -1 : Number(params.get('gap')) - 1;
  const gap = gaps[position];
  const to = (next: Record<string, string | null>): void => {
    const changed = new URLSearchParams(params);
    for (const [name, value] of Object.entries(next)) {
      if (value === null) changed.delete(name);
      else changed.set(name, value);
    }
    navigate(`${routes.coverage(summary.id)}${changed.size === 0 ? '' : `?${changed.toString()}`}`);
  };
  const choose = (chosen: Gap): void => to({ gap: String(gaps.indexOf(chosen) + 1) });
  const move = (by: number): void => {
    const next = gaps[Math.min(gaps.length - 1, Math.max(0, position + by))];
    if (next !== undefined) choose(next);
  };
  const needs = useMemo(() => gaps.flatMap(entry => entry.needs), [gaps]);
  const role = rolesFor(gap?.needs ?? needs);
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    t: { does: 'every cell', hint: 'every cell', run: () => to({ view: view === 'every' ? null : 'every' }) },
    ...(role === ''
      ? {}
      : {
          c: {
            does: 'copy role',
            hint: 'copy role',
            run: () => void copyText(role).then(done => (done ? toast('Copied the role') : undefined)),
          },
        }),
    Escape: () => to({ gap: null }),
  });

  const loud = gaps.filter(({ unknown }) => unknown > 0).length;
  const detail = gap === undefined ? null : <GapDetail key={gap.id} gap={gap} snapshot={summary} everyNeed={needs} />;
  if (narrow && detail !== null)
    return (
      <div className="page-column">
        <div className="detail-back">
          <button type="button" className="link" onClick={() => to({ gap: null })}>
            <Icon name="chevron-left" size={12} /> Coverage
          </button>
        </div>
        {detail}
      </div>
    );
  return (
    <>
      <div className="page-column">
        <SnapshotNotices snapshot={summary} asked={asked} />
        <div className="page-bar">
          <h1>
            {data === undefined
              ? 'Coverage'
              : data.percent === null
                ? 'Files hold no list of what a cluster has'
                : `Rules see ${countText(data.full)} of the ${countText(data.cells)} cells that they need`}
          </h1>
          {data === undefined ? null : (
            <span className="muted">
              · {plural(gaps.length, 'gap')}; {loud === 0 ? 'none makes' : loud === 1 ? '1 makes' : `${loud} make`} checks unknown
            </span>
          )}
          <span className="spacer" />
          <Segments<View>
            label="How to show the matrix"
            value={view}
            onChange={next => to({ view: next === 'every' ? 'every' : null })}
            choices={[
              { value: 'grouped', label: 'Grouped' },
              { value: 'every', label: 'Every cell' },
            ]}
          />
          {needs.length === 0 || gap !== undefined ? null : (
            <CopyButton text={rolesFor(needs)} className="ui-button ui-button-plain">
              Copy role for all gaps
            </CopyButton>
          )}
        </div>
        <div className="page-scroll">
          {asked.isPending ? <LoadingState label="Reading the coverage" /> : null}
          {asked.isError && data === undefined ? (
            <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />
          ) : null}
          {data !== undefined && data.entries.length === 0 ? (
            <EmptyState title="No coverage was recorded" action={<Link href={routes.clusters}>Choose a cluster</Link>}>
              This snapshot tells nothing of what was asked for.
            </EmptyState>
          ) : null}
          {data === undefined || data.entries.length === 0 ? null : (
            <>
              {gaps.length === 0 ? (
                <p className="gap-none muted">Everything that was asked for was read in full.</p>
              ) : (
                <GapList gaps={gaps} selected={gap?.id ?? null} onSelect={choose} />
              )}
              {data.omitted === 0 ? null : (
                <p className="gap-none muted">
                  {plural(data.omitted, 'further entry', 'further entries')} without a gap left out of this page.
                </p>
              )}
              <Legend shared={view === 'grouped'} />
              <MatrixTable
                matrix={matrix}
                every={view === 'every'}
                onChoose={(resource, namespace) => {
                  const at = gapAt(gaps, resource, namespace);
                  if (at !== undefined) choose(at);
                }}
              />
            </>
          )}
        </div>
      </div>
      {detail === null ? null : <SidePanel label="Gap">{detail}</SidePanel>}
      <StatusLine
        facts={[
          data === undefined
            ? null
            : `${plural(matrix.rows.length, 'resource')}${data.namespaces === null ? ', namespaces not known' : ` × ${plural(data.namespaces.length, 'namespace')}`}`,
          data === undefined || data.percent === null ? null : `rules need ${plural(data.cells, 'cell')}`,
          data === undefined || data.percent === null ? null : `full ${countText(data.full)}`,
          summary.unknown === 0 ? null : <span className="is-unknown">{plural(summary.unknown, 'check')} unknown</span>,
        ]}
      />
    </>
  );
};
