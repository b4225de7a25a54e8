import type { ReactElement } from 'react';
import { severities } from '#contract/finding';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import type { TableColumn } from '#renderer/ui/Table.tsx';
import { countText } from '#renderer/ui/time.ts';
import { type Row, verdicts, verdictWords } from '../catalogue.ts';

const Result = ({ row: { verdict, result } }: { readonly row: Row }): ReactElement => {
  if (result === undefined || verdict === 'not-run') return <span className="muted">{verdictWords[verdict]}</span>;
  if (verdict === 'passed')
    return (
      <span className="rule-verdict">
        <Icon name="passed" size={12} className={result.passed > 0 ? 'is-ok' : 'muted'} />
        <span className={result.passed > 0 ? '' : 'muted'}>
          {result.passed > 0 ? `${countText(result.passed)} passed` : 'nothing to check'}
        </span>
      </span>
    );
  return (
    <span className="rule-verdicts">
      {result.failed === 0 ? null : (
        <span className="rule-verdict">
          <Icon name="fail" size={12} className="is-alert" />
          {countText(result.failed)} failed
        </span>
      )}
      {result.unknown === 0 ? null : (
        <span className="is-unknown rule-verdict">
          <Icon name="unknown" size={12} />
          {countText(result.unknown)} unknown
        </span>
      )}
    </span>
  );
};

const resultColumn: TableColumn<Row> = {
  id: 'result',
  title: 'On this snapshot',
  width: '172px',
  sort: ({ verdict, result }) => verdicts.indexOf(verdict) * 1_000_000 - (result?.failed ?? 0),
  cell: row => <Result row={row} />,
};

const fixColumn: TableColumn<Row> = {
  id: 'fix',
  title: 'Fix',
  width: '66px',
  sort: ({ rule }) => (rule.fixable ? 0 : 1),
  cell: ({ rule }) => <span className="muted">{rule.fixable ? 'by patch' : 'by hand'}</span>,
};

/** `withResults`: a snapshot is open. `withFix`: there is room; a rule’s own panel says it too. */
export const columnsFor = (withResults: boolean, withFix: boolean): readonly TableColumn<Row>[] => [
  {
    id: 'severity',
    title: 'Severity',
    width: '84px',
    sort: ({ rule }) => severities.indexOf(rule.severity),
    cell: ({ rule }) => (
      <span className="rule-verdict">
        <SeverityGlyph severity={rule.severity} size={12} /> {severityWord(rule.severity)}
      </span>
    ),
  },
  {
    id: 'what',
    title: 'What',
    width: 'minmax(200px, 2fr)',
    sort: ({ rule }) => rule.what,
    cell: ({ rule }) => <span title={rule.what}>{rule.what}</span>,
  },
  {
    id: 'id',
    title: 'Rule',
    width: 'minmax(120px, 1fr)',
    sort: ({ rule }) => rule.id,
    cell: ({ rule }) => <MiddleTruncate text={rule.id} className="mono" />,
  },
  {
    id: 'pack',
    title: 'Pack',
    width: '104px',
    sort: ({ rule }) => rule.pack,
    cell: ({ rule }) => <span className="muted">{rule.pack}</span>,
  },
  ...(withResults ? [resultColumn] : []),
  ...(withFix ? [fixColumn] : []),
];
