import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import { UpkeepKind, type UpkeepRow } from '#contract/rbac';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Table, type TableColumn } from '#renderer/ui/Table.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { AccessControl } from '../access-state.ts';
import { Gaps } from '../parts/Gaps.tsx';
import { Pager } from '../parts/Pager.tsx';
import { TrayLink } from '../parts/TrayLink.tsx';
import { refKey, refName } from '../words.ts';

const words: Readonly<Record<UpkeepKind, readonly [title: string, why: string]>> = {
  'dangling-role': [
    'Bindings to a role that is not there',
    'Whoever may create a role of that name gives its subjects what they like.',
  ],
  'dangling-subject': ['Bindings to an account that is not there', 'Whoever may create that account takes over the rights.'],
  duplicate: ['Bindings that say the same', 'One of them can go without anybody losing a right.'],
  redundant: ['Bindings whose rights others grant already', 'They can go without anybody losing a right.'],
  dormant: ['Bindings that grant nothing now', 'They come to life when their role gets rules, or their subject a place.'],
  'default-changed': [
    'Kubernetes’ own roles, changed',
    'A default role grants more or less than the one of this server version.',
  ],
};

const columns: readonly TableColumn<UpkeepRow>[] = [
  { id: 'kind', title: 'Kind', width: '150px', cell: row => row.object.kind, sort: row => row.object.kind },
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(180px, 1.4fr)',
    cell: row => <MiddleTruncate text={refName(row.object)} className="mono" />,
    sort: row => refName(row.object),
  },
  {
    id: 'what',
    title: 'What',
    width: 'minmax(220px, 2.6fr)',
    cell: row => (
      <span className="cell-cut" title={visible(row.what, 600)}>
        {visible(row.what, 300)}
      </span>
    ),
    sort: row => row.what,
  },
  {
    id: 'claim',
    title: 'Claimable by',
    width: '110px',
    numeric: true,
    cell: row => (row.claimableBy.length === 0 ? <span className="muted">nobody</span> : countText(row.claimableBy.length)),
    sort: row => row.claimableBy.length,
  },
];

const page = 200;
const idOf = (row: UpkeepRow): string => `${row.kind} ${row.object.kind} ${refName(row.object)} ${row.what}`;

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
}

const Detail = ({ snapshot, row }: { readonly snapshot: string; readonly row: UpkeepRow }): ReactElement => (
  <SidePanel label="Binding or role">
    <div className="panel-head">
      <h2>{visible(row.what, 400)}</h2>
      <p className="panel-sub mono">
        <Link href={routes.object(snapshot, refKey(row.object))}>
          {row.object.kind} {visible(refName(row.object), 200)}
        </Link>
      </p>
    </div>
    <div className="panel-scroll">
      <Section id="upkeep-because" title="Because">
        <ul className="lacks">
          {row.because.map(reason => (
            <li key={reason}>{visible(reason, 500)}</li>
          ))}
        </ul>
        <p className="muted">{words[row.kind][1]}</p>
      </Section>
      {row.claimableBy.length === 0 ? null : (
        <Section id="upkeep-claim" title="Who could claim it">
          <p className="mono">{visible(row.claimableBy.join(', '), 2000)}</p>
        </Section>
      )}
      {row.object.kind === 'Role' || row.object.kind === 'ClusterRole' ? null : (
        <Section id="upkeep-fix" title="Fix">
          <TrayLink snapshot={snapshot} change={{ remove: 'binding', binding: row.object }} />
        </Section>
      )}
    </div>
  </SidePanel>
);

/** What is wrong with bindings and roles themselves, one kind at a time. */
export const UpkeepAnswer = ({ summary, control: { state, change } }: Props): ReactElement => {
  const parsed = UpkeepKind.safeParse(state.ask['kind']);
  const kind = parsed.success ? parsed.data : 'dangling-role';
  const [offset, setOffset] = useState(0);
  const [selected, setSelected] = useState<string | null>(null);
  const asked = useCall(
    'rbac.upkeep',
    { snapshot: summary.id, kind, hideBaseline: state.hideBaseline, offset, limit: page },
    { keep: true },
  );
  usePageState(stateOf(asked));
  const answer = asked.data;
  if (asked.isError && answer === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (answer === undefined) return <LoadingState label="Comparing all bindings and roles" />;
  const picked = answer.rows.find(row => idOf(row) === selected);
  const [title, why] = words[kind];
  return (
    <>
      <div className="access-form">
        <ChoiceMenu
          label="What"
          value={kind}
          onChange={next => change({ ask: { kind: next } })}
          choices={UpkeepKind.options.map(value => ({
            value,
            label: `${words[value][0]}, ${countText(answer.counts[value] ?? 0)}`,
          }))}
        />
        <Checkbox checked={state.hideBaseline} onChange={hideBaseline => change({ hideBaseline })}>
          Hide baseline
        </Checkbox>
      </div>
      <Gaps needs={answer.needs} snapshot={summary.id} />
      <div className="access-body">
        <div className="access-main">
          <div className="access-lead">
            <h2>
              {title}: {countText(answer.total)}
            </h2>
            <p className="muted">{why}</p>
          </div>
          {answer.total === 0 ? (
            <EmptyState title="None that was read">
              {answer.needs.length > 0
                ? 'Some lists were not read, so there may be some.'
                : 'Roles and bindings are in order in this respect.'}
            </EmptyState>
          ) : (
            <Table
              label={title}
              rows={answer.rows}
              columns={columns}
              rowId={idOf}
              selected={selected}
              onSelect={row => setSelected(idOf(row))}
            />
          )}
          <Pager offset={offset} limit={page} total={answer.total} onChange={setOffset} />
        </div>
        {picked === undefined ? null : <Detail snapshot={summary.id} row={picked} />}
      </div>
      <StatusLine facts={[plural(answer.total, 'row')]} />
    </>
  );
};
