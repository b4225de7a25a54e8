import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import type { EdgeCatalogue } from '#contract/attack';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { type AccessControl, addressOf, startState } from '../access-state.ts';
import { Caveats, Gaps } from '../parts/Gaps.tsx';
import { NodeBox, startKinds } from '../parts/NodeBox.tsx';
import { nodeText } from '../words.ts';
import { permissionId, PermissionTable } from './PermissionTable.tsx';
import { PermissionPanel } from './PermissionPanel.tsx';

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
  readonly catalogue: EdgeCatalogue | undefined;
}

const subjects = startKinds.filter(([kind]) => ['sa:', 'user:', 'group:', 'pod:'].includes(kind));

const Answer = ({ summary, control: { state }, catalogue, subject }: Props & { readonly subject: string }): ReactElement => {
  const [selected, setSelected] = useState<string | null>(null);
  const asked = useCall('rbac.whatCan', {
    snapshot: summary.id,
    subject,
    namespace: state.ask['ns'] ?? null,
    hideBaseline: state.hideBaseline,
  });
  usePageState(stateOf(asked));
  const answer = asked.data;
  if (asked.isError && answer === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (answer === undefined) return <LoadingState label={`Reading what ${nodeText(subject)} can do`} />;
  const picked = answer.permissions.find(permission => permissionId(permission) === selected);
  return (
    <>
      <Gaps needs={answer.needs} snapshot={summary.id} />
      <div className="access-body">
        <div className="access-main">
          <div className="access-lead">
            <h2>
              {nodeText(subject)} holds {plural(answer.permissions.length, 'permission')}
            </h2>
            <p className="muted">
              As <code>{visible(answer.user, 200)}</code>
              {answer.groups.length === 0 ? '' : `, in ${visible(answer.groups.join(', '), 400)}`}
              {answer.hidden === 0 ? '' : `; ${countText(answer.hidden)} of the baseline hidden`}.{' '}
              <Link href={addressOf(summary.id, { ...startState, question: 'paths', from: subject })}>
                Its paths to cluster admin
              </Link>
            </p>
          </div>
          {answer.permissions.length === 0 ? (
            <EmptyState title="No rule grants it anything">
              {answer.needs.length > 0
                ? 'Some roles or bindings were not read, so this is not certain.'
                : 'What every account may do is part of the baseline; show it to see that.'}
            </EmptyState>
          ) : (
            <PermissionTable
              rows={answer.permissions}
              catalogue={catalogue}
              selected={selected}
              onSelect={row => setSelected(permissionId(row))}
            />
          )}
          <Caveats caveats={answer.caveats} />
        </div>
        {picked === undefined ? null : <PermissionPanel snapshot={summary.id} permission={picked} catalogue={catalogue} />}
      </div>
      <StatusLine facts={[plural(answer.permissions.length, 'permission')]} />
    </>
  );
};

const Ask = (): ReactElement => {
  usePageState('ready');
  return (
    <EmptyState title="Name a subject">
      A service account as sa:namespace/name, a user, a group, or a pod, which acts as its service account.
    </EmptyState>
  );
};

export const WhatCanAnswer = (props: Props): ReactElement => {
  const { state, change } = props.control;
  const subject = state.ask['subject'] ?? '';
  return (
    <>
      <div className="access-form" role="search" aria-label="Question">
        <NodeBox
          label="Subject"
          snapshot={props.summary.id}
          value={subject}
          kinds={subjects}
          placeholder="sa:namespace/name"
          onChange={next => change({ ask: next === '' ? {} : { ...state.ask, subject: next } })}
        />
        <Checkbox checked={state.hideBaseline} onChange={hideBaseline => change({ hideBaseline })}>
          Hide baseline
        </Checkbox>
      </div>
      {subject === '' ? <Ask /> : <Answer key={subject} {...props} subject={subject} />}
    </>
  );
};
