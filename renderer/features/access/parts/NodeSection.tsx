import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { AttackNode } from '#contract/attack';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Name } from '#renderer/ui/Name.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { type AccessState, addressOf, startState } from '../access-state.ts';
import { nodeText } from '../words.ts';

interface Props {
  readonly snapshot: string;
  readonly node: AttackNode;
  readonly pinned: boolean;
  readonly expanded: (direction: 'in' | 'out') => boolean;
  readonly onExpand: (direction: 'in' | 'out') => void;
  readonly onUnpin: () => void;
}

const reachText = ({ kind, toAdmin }: AttackNode): string => {
  if (kind === 'admin') return 'It is cluster admin.';
  if (toAdmin === null) return 'No path from here to cluster admin is known.';
  return toAdmin === 0
    ? 'Reaches cluster admin at no cost: it holds every right already.'
    : `Reaches cluster admin at a cost of ${toAdmin}.`;
};

const isSubject = ({ kind }: AttackNode): boolean => kind === 'user' || kind === 'group' || kind === 'service-account';

const questionsAbout = (node: AttackNode): readonly (readonly [string, Partial<AccessState>])[] => [
  ...(node.kind === 'admin' ? [] : [['Paths from here', { question: 'paths', from: node.id }] as const]),
  ['What reaches this', { question: 'reach', from: node.id }] as const,
  ...(node.kind === 'admin' ? [] : [['What this reaches', { question: 'blast', from: node.id }] as const]),
  ...(isSubject(node) ? [['All its permissions', { question: 'what-can', ask: { subject: node.id } }] as const] : []),
];

const mostFindings = 5;

/** Findings about its objects, by their own sentences. */
const Findings = ({ snapshot, ids }: { readonly snapshot: string; readonly ids: readonly string[] }): ReactElement | null => {
  const rows = useCall(
    'findings.list',
    { snapshot, filter: { id: ids.slice(0, mostFindings) }, group: 'none', limit: mostFindings },
    { enabled: ids.length > 0 },
  ).data;
  if (ids.length === 0) return null;
  return (
    <>
      <dt>Findings</dt>
      <dd>
        <ul className="access-findings">
          {(rows?.lines ?? []).flatMap(line =>
            line.type === 'finding'
              ? [
                  <li key={line.row.id}>
                    <SeverityGlyph severity={line.row.severity} unknown={line.row.status === 'unknown'} size={11} />{' '}
                    <Link href={routes.finding(snapshot, line.row.id)}>{visible(line.row.message, 200)}</Link>
                  </li>,
                ]
              : [],
          )}
        </ul>
        {ids.length > mostFindings ? <span className="muted">and {countText(ids.length - mostFindings)} more</span> : null}
      </dd>
    </>
  );
};

/** Who or what it is: identity, groups, permissions, workloads, findings, and what may be asked next. */
export const NodeSection = ({ snapshot, node, pinned, expanded, onExpand, onUnpin }: Props): ReactElement => {
  const asked = useCall('attack.node', { snapshot, node: node.id });
  const detail = asked.data;
  return (
    <Section id="access-selected" title={visible(node.label, 160)} note="selected">
      <p className="access-name mono">
        <Name text={node.namespace === null ? node.name : `${node.namespace}/${node.name}`} label="Name" />
      </p>
      {node.count > 1 ? (
        <p>Stands for {plural(node.count, 'node')} of one kind in one place with the same edges; the name is of the first.</p>
      ) : null}
      <p className={node.toAdmin === null ? 'muted' : ''}>{reachText(node)}</p>
      <div className="access-acts">
        <Button disabled={expanded('out')} onClick={() => onExpand('out')} keyHint="+">
          Expand
        </Button>
        <Button disabled={expanded('in')} onClick={() => onExpand('in')}>
          What leads here
        </Button>
        {pinned ? <Button onClick={onUnpin}>Unpin</Button> : null}
      </div>
      {asked.isPending ? <LoadingState label="Reading the node" /> : null}
      {asked.isError ? <ErrorState fault={problemOf(asked.error)} inline onRetry={() => void asked.refetch()} /> : null}
      {detail === undefined ? null : (
        <dl className="pairs access-pairs">
          {detail.groups.length === 0 ? null : (
            <>
              <dt>Groups</dt>
              <dd className="mono">{visible(detail.groups.slice(0, 8).join(', '), 600)}</dd>
            </>
          )}
          {isSubject(node) ? (
            <>
              <dt>Rights</dt>
              <dd>
                <Link href={addressOf(snapshot, { ...startState, question: 'what-can', ask: { subject: node.id } })}>
                  {plural(detail.permissions, 'rule grants', 'rules grant')} it rights
                </Link>
              </dd>
            </>
          ) : null}
          {detail.workloadCount === 0 ? null : (
            <>
              <dt>Workloads</dt>
              <dd className="mono">
                {visible(detail.workloads.slice(0, 4).map(nodeText).join(', '), 500)}
                {detail.workloadCount > 4 ? ` and ${countText(detail.workloadCount - 4)} more` : ''}
              </dd>
            </>
          )}
          <dt>Edges</dt>
          <dd>
            {countText(detail.out)} lead on, {countText(detail.in)} lead here
          </dd>
          {detail.object === null ? null : (
            <>
              <dt>Object</dt>
              <dd className="access-object">
                <Link href={routes.object(snapshot, detail.object)}>Open its YAML</Link>
              </dd>
            </>
          )}
          <Findings snapshot={snapshot} ids={detail.findings} />
        </dl>
      )}
      <ul className="access-next">
        {questionsAbout(node).map(([label, state]) => (
          <li key={label}>
            <Link href={addressOf(snapshot, { ...startState, ...state })}>{label}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
};
