import { type ReactElement, useMemo, useState } from 'react';
import type { Matrix } from '#contract/rbac';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Table, type TableColumn } from '#renderer/ui/Table.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import type { AccessControl } from '../access-state.ts';
import { Gaps } from '../parts/Gaps.tsx';
import { Pager } from '../parts/Pager.tsx';
import { AccessForm, type FieldOf, resources, usualGroup } from './AccessForm.tsx';

type Row = Matrix['rows'][number];
type Cell = Row['cells'][number];

const fields: readonly FieldOf[] = [
  { name: 'resource', label: 'Resource', placeholder: 'secrets', among: resources, wide: true },
  { name: 'ns', label: 'Namespace', placeholder: 'all' },
];

const marks: Readonly<Record<Cell, ReactElement>> = {
  yes: (
    <span className="matrix-cell is-yes">
      <Icon name="passed" size={12} />
      <span className="sr-only">yes</span>
    </span>
  ),
  some: <span className="matrix-cell is-some">some</span>,
  no: (
    <span className="matrix-cell is-no">
      <Icon name="minus" size={10} />
      <span className="sr-only">no</span>
    </span>
  ),
  unknown: (
    <span className="matrix-cell is-unknown">
      <Icon name="unknown" size={12} />
      <span className="sr-only">unknown</span>
    </span>
  ),
};

const page = 200;

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
}

const order: readonly Cell[] = ['yes', 'some', 'unknown', 'no'];

const columnsOf = (verbs: readonly string[]): readonly TableColumn<Row>[] => [
  {
    id: 'subject',
    title: 'Subject',
    width: 'minmax(200px, 2fr)',
    cell: row => <MiddleTruncate text={row.subject} className="mono" />,
    sort: row => row.subject,
  },
  ...verbs.map((verb, index) => ({
    id: verb,
    title: verb,
    width: 'minmax(64px, 1fr)',
    cell: (row: Row) => marks[row.cells[index] ?? 'unknown'],
    sort: (row: Row) => order.indexOf(row.cells[index] ?? 'unknown'),
  })),
];

const Answer = ({ summary, control: { state, change }, resource }: Props & { readonly resource: string }): ReactElement => {
  const [offset, setOffset] = useState(0);
  const dot = resource.indexOf('.');
  const [name, group] = dot < 0 ? [resource, usualGroup(resource)] : [resource.slice(0, dot), resource.slice(dot + 1)];
  const asked = useCall(
    'rbac.matrix',
    {
      snapshot: summary.id,
      group,
      resource: name,
      namespace: state.ask['ns'] ?? null,
      hideBaseline: state.hideBaseline,
      offset,
      limit: page,
    },
    { keep: true },
  );
  usePageState(stateOf(asked));
  const verbs = asked.data?.verbs;
  const columns = useMemo(() => columnsOf(verbs ?? []), [verbs]);
  const answer = asked.data;
  if (asked.isError && answer === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (answer === undefined) return <LoadingState label={`Asking who can do what with ${resource}`} />;
  return (
    <>
      <Gaps needs={answer.needs} snapshot={summary.id} />
      <div className="access-lead">
        <h2>
          {plural(answer.total, 'subject')} with a right on <code>{resource}</code>
          {state.ask['ns'] === undefined ? '' : ` in ${state.ask['ns']}`}
        </h2>
        <p className="muted matrix-legend">
          {marks.yes} all of them, {marks.some} only by name or namespace, {marks.no} none, {marks.unknown} not known
          {answer.hidden === 0 ? '' : `; ${countText(answer.hidden)} of the baseline hidden`}
        </p>
      </div>
      {answer.total === 0 ? (
        <EmptyState title="Nobody that was read has a right on it">Try another resource, or show the baseline.</EmptyState>
      ) : (
        <Table
          label={`Rights on ${resource}`}
          rows={answer.rows}
          columns={columns}
          rowId={row => row.subject}
          onOpen={row => change({ question: 'what-can', ask: { subject: row.subject } })}
          selected={state.at?.is === 'node' ? state.at.id : null}
          onSelect={row => change({ at: { is: 'node', id: row.subject } }, true)}
        />
      )}
      <Pager offset={offset} limit={page} total={answer.total} onChange={setOffset} />
      <StatusLine
        facts={[plural(answer.total, 'subject'), plural(answer.verbs.length, 'verb'), 'Enter: all rights of a subject']}
      />
    </>
  );
};

export const MatrixAnswer = (props: Props): ReactElement => {
  const resource = props.control.state.ask['resource'] ?? 'secrets';
  return (
    <>
      <AccessForm control={props.control} fields={fields} action="Show" />
      <Answer key={`${resource} ${props.control.state.ask['ns'] ?? ''}`} {...props} resource={resource} />
    </>
  );
};
