import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import type { Access, WhoCan } from '#contract/rbac';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Table, type TableColumn } from '#renderer/ui/Table.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { type AccessControl, addressOf, startState } from '../access-state.ts';
import { Caveats, Gaps } from '../parts/Gaps.tsx';
import { Pager } from '../parts/Pager.tsx';
import { accessText } from '../words.ts';
import { accessOf } from './access-of.ts';
import { AccessForm, accessFields } from './AccessForm.tsx';
import { Grants } from './Grants.tsx';

type Row = WhoCan['rows'][number];

const whereText = ({ namespaces, namespaceCount }: Row): string => {
  if (namespaces === null) return 'everywhere';
  const shown = namespaces.slice(0, 3).join(', ');
  return namespaceCount > 3 ? `${shown} and ${countText(namespaceCount - 3)} more` : shown;
};

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'subject',
    title: 'Subject',
    width: 'minmax(150px, 2fr)',
    cell: row => <MiddleTruncate text={row.subject} className="mono" />,
    sort: row => row.subject,
  },
  {
    id: 'where',
    title: 'Where',
    width: 'minmax(90px, 1.3fr)',
    cell: row => <span className="cell-cut">{visible(whereText(row), 200)}</span>,
    sort: whereText,
  },
  {
    id: 'names',
    title: 'Names',
    width: 'minmax(70px, 1fr)',
    cell: row => (
      <span className="cell-cut">
        {row.names === null ? <span className="muted">any</span> : visible(row.names.join(', '), 200)}
      </span>
    ),
    sort: row => row.names?.join(' ') ?? '',
  },
  {
    id: 'by',
    title: 'Granted by',
    width: '84px',
    numeric: true,
    cell: row => plural(row.by.length, 'rule'),
    sort: row => row.by.length,
  },
  {
    id: 'exists',
    title: 'Exists',
    width: '90px',
    cell: row =>
      row.exists === null ? (
        <span className="muted">not listed</span>
      ) : row.exists ? (
        'yes'
      ) : (
        <span className="is-alert">no such</span>
      ),
    sort: row => String(row.exists),
  },
];

const page = 200;

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
}

const Answer = ({ summary, control, access }: Props & { readonly access: Access }): ReactElement => {
  const { state, change } = control;
  const [offset, setOffset] = useState(0);
  const asked = useCall(
    'rbac.whoCan',
    {
      snapshot: summary.id,
      access,
      somewhere: state.ask['somewhere'] === 'yes',
      hideBaseline: state.hideBaseline,
      offset,
      limit: page,
    },
    { keep: true },
  );
  usePageState(stateOf(asked));
  const answer = asked.data;
  if (asked.isError && answer === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (answer === undefined) return <LoadingState label={`Asking who can ${accessText(access)}`} />;
  const picked = answer.rows.find(({ subject }) => state.at?.is === 'node' && state.at.id === subject);
  const hidden = answer.hidden === 0 ? '' : `; ${countText(answer.hidden)} of the baseline hidden`;
  return (
    <>
      <Gaps needs={answer.needs} snapshot={summary.id} />
      <div className="access-body">
        <div className="access-main">
          <div className="access-lead">
            <h2>
              {answer.total === 0 ? 'Nobody that was read' : plural(answer.total, 'subject')} can{' '}
              <code>{accessText(access)}</code>
              {state.ask['somewhere'] === 'yes' && !('path' in access) && access.namespace === ''
                ? ' in at least one namespace'
                : ''}
            </h2>
            <p className="muted">A group counts once; who is in it only the identity provider knows{hidden}.</p>
          </div>
          {answer.total === 0 ? (
            <EmptyState title="No rule grants this">
              {answer.needs.length > 0
                ? 'Some roles or bindings were not read, so this is not certain.'
                : 'With the baseline hidden, system:masters and Kubernetes’ own controllers are left out.'}
            </EmptyState>
          ) : (
            <Table
              label="Subjects"
              rows={answer.rows}
              columns={columns}
              rowId={row => row.subject}
              selected={picked?.subject ?? null}
              onSelect={row => change({ at: { is: 'node', id: row.subject } }, true)}
            />
          )}
          <Pager offset={offset} limit={page} total={answer.total} onChange={setOffset} />
          <Caveats caveats={answer.caveats} />
        </div>
        {picked === undefined ? null : (
          <SidePanel label="Subject">
            <div className="panel-head">
              <h2 className="mono">{visible(picked.subject, 300)}</h2>
            </div>
            <div className="panel-scroll">
              <Section id="who-by" title="Granted by" note={plural(picked.by.length, 'rule')}>
                <Grants snapshot={summary.id} grants={picked.by} />
              </Section>
              <Section id="who-where" title="Where">
                <p>{visible(picked.namespaces === null ? 'In every namespace.' : picked.namespaces.join(', '), 4000)}</p>
                {picked.names === null ? null : <p className="muted">Only for {visible(picked.names.join(', '), 2000)}.</p>}
              </Section>
              <Section id="who-next" title="Ask on">
                <ul className="access-next">
                  <li>
                    <Link href={addressOf(summary.id, { ...startState, question: 'paths', from: picked.subject })}>
                      Its paths to cluster admin
                    </Link>
                  </li>
                  <li>
                    <Link href={addressOf(summary.id, { ...startState, question: 'what-can', ask: { subject: picked.subject } })}>
                      All its permissions
                    </Link>
                  </li>
                </ul>
              </Section>
            </div>
          </SidePanel>
        )}
      </div>
      <StatusLine facts={[plural(answer.total, 'subject'), answer.hidden === 0 ? null : `${countText(answer.hidden)} hidden`]} />
    </>
  );
};

const Ask = (): ReactElement => {
  usePageState('ready');
  return (
    <EmptyState title="Name a verb and a resource">
      For example get and secrets, or create, pods and exec. Everyone whose roles grant it is listed, with each binding and rule.
    </EmptyState>
  );
};

export const WhoCanAnswer = ({ summary, control }: Props): ReactElement => {
  const access = accessOf(control.state.ask);
  return (
    <>
      <AccessForm control={control} fields={accessFields} action="Who can" somewhere />
      {access === null ? <Ask /> : <Answer key={JSON.stringify(access)} summary={summary} control={control} access={access} />}
    </>
  );
};
