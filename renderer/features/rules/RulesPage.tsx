import { type ReactElement, useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Output } from '#contract/methods';
import { severities } from '#contract/finding';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Table, type TableColumn, type TableHandle } from '#renderer/ui/Table.tsx';
import { plural } from '#renderer/ui/time.ts';
import { RuleDetail } from './parts/RuleDetail.tsx';

export type Rule = Output<'rules.list'>['rules'][number];

const columns: readonly TableColumn<Rule>[] = [
  {
    id: 'severity',
    title: 'Severity',
    width: '84px',
    sort: rule => severities.indexOf(rule.severity),
    cell: rule => (
      <span className="snapshot-count">
        <SeverityGlyph severity={rule.severity} size={12} /> {severityWord(rule.severity)}
      </span>
    ),
  },
  {
    id: 'what',
    title: 'What',
    width: 'minmax(220px, 2fr)',
    sort: rule => rule.what,
    cell: rule => <span title={rule.what}>{rule.what}</span>,
  },
  {
    id: 'id',
    title: 'Rule',
    width: 'minmax(150px, 1fr)',
    sort: rule => rule.id,
    cell: rule => <span className="mono">{rule.id}</span>,
  },
  {
    id: 'pack',
    title: 'Pack',
    width: '110px',
    sort: rule => rule.pack,
    cell: rule => <span className="muted">{rule.pack}</span>,
  },
  {
    id: 'fix',
    title: 'Fix',
    width: '84px',
    sort: rule => (rule.fixable ? 0 : 1),
    cell: rule => <span className="muted">{rule.fixable ? 'by patch' : 'by hand'}</span>,
  },
];

/** The catalogue: each rule's what, why, fix and references. */
export const RulesPage = (): ReactElement => {
  const listed = useCall('rules.list', {});
  const narrow = useNarrow();
  const search = useSearch();
  const [, navigate] = useLocation();
  const [words, setWords] = useState('');
  const table = useRef<TableHandle>(null);
  const input = useRef<HTMLInputElement>(null);
  usePageState(stateOf(listed));
  useTitle('Rules');

  const rows = useMemo(() => {
    const parts = words.toLowerCase().split(/\s+/u).filter(Boolean);
    return (listed.data?.rules ?? []).filter(rule =>
      parts.every(part => `${rule.id} ${rule.pack} ${rule.what} ${rule.frameworks.join(' ')}`.toLowerCase().includes(part)),
    );
  }, [listed.data, words]);
  const selected = new URLSearchParams(search).get('rule');
  const rule = listed.data?.rules.find(({ id }) => id === selected);
  useKeys({
    '/': () => input.current?.focus(),
    j: () => table.current?.move(1),
    k: () => table.current?.move(-1),
    Escape: () => navigate(routes.rules),
  });

  if (narrow && rule !== undefined)
    return (
      <div className="page-column">
        <div className="detail-back">
          <button type="button" className="link" onClick={() => navigate(routes.rules)}>
            <Icon name="chevron-left" size={12} /> Rules
          </button>
        </div>
        <RuleDetail rule={rule} />
      </div>
    );
  return (
    <>
      <div className="page-column">
        <div className="page-bar">
          <h1>Rules</h1>
          <label className="filter-box">
            <Icon name="search" />
            <span className="sr-only">Search rules</span>
            <input
              ref={input}
              value={words}
              onChange={event => setWords(event.target.value)}
              placeholder="id, pack, framework or words"
              spellCheck={false}
              maxLength={200}
            />
          </label>
        </div>
        {listed.isPending ? <LoadingState label="Reading the rules" /> : null}
        {listed.isError && listed.data === undefined ? (
          <ErrorState fault={problemOf(listed.error)} onRetry={() => void listed.refetch()} />
        ) : null}
        {listed.data !== undefined && rows.length === 0 ? (
          <EmptyState
            title={words === '' ? 'There are no rules' : 'No rule has these words'}
            action={words === '' ? undefined : <Button onClick={() => setWords('')}>Clear the search</Button>}
          />
        ) : null}
        {rows.length === 0 ? null : (
          <Table
            label="Rules"
            handle={table}
            rows={rows}
            columns={columns}
            rowId={row => row.id}
            selected={selected}
            onSelect={row => navigate(routes.rule(row.id))}
            sort={{ id: 'severity', desc: false }}
          />
        )}
      </div>
      {rule === undefined ? null : (
        <SidePanel label="Rule">
          <RuleDetail rule={rule} />
        </SidePanel>
      )}
      <StatusLine
        facts={[
          listed.data === undefined ? null : plural(rows.length, 'rule'),
          listed.data === undefined ? null : `version ${listed.data.version}`,
        ]}
        keys={[
          { keys: ['J', 'K'], does: 'move' },
          { keys: ['/'], does: 'search' },
        ]}
      />
    </>
  );
};
