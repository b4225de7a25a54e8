import type { CSSProperties, ReactElement } from 'react';
import type { FindingRow, FindingsLine } from '#contract/findings-query';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { SeverityGlyph, verdictWord } from '#renderer/ui/Severity.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

interface LineProps<L> {
  readonly line: L;
  readonly id: string;
  readonly rowIndex: number;
  readonly style: CSSProperties;
  readonly selected: boolean;
}

type Head = Extract<FindingsLine, { type: 'group' }>;
type Row = Extract<FindingsLine, { type: 'finding' }>;

/** The one change and what it fixes; closed, it stands over one sample row. */
export const GroupLine = ({
  line,
  id,
  rowIndex,
  style,
  selected,
  onToggle,
}: LineProps<Head> & { readonly onToggle: () => void }): ReactElement => (
  <div
    id={id}
    role="row"
    aria-level={1}
    aria-expanded={line.open}
    aria-rowindex={rowIndex}
    aria-selected={selected}
    className={`line line-group ${selected ? 'is-selected' : ''}`}
    style={style}
    onClick={onToggle}
  >
    <div role="gridcell" className="line-group-cell">
      <Icon name={line.open ? 'chevron-down' : 'chevron-right'} size={12} />
      <span className="line-group-title" title={visible(line.title)}>
        {visible(line.title)}
      </span>
      <span className="line-group-note" title={visible(line.note)}>
        {visible(line.note)}
      </span>
      <span className="line-group-show">{line.open ? `hide ${line.count}` : `show ${line.count}`}</span>
    </div>
  </div>
);

const place = (row: FindingRow): string =>
  row.name === ''
    ? (row.namespace ?? '')
    : row.namespace === null || row.kind === 'Namespace'
      ? row.name
      : `${row.namespace}/${row.name}`;

interface RowProps extends LineProps<Row> {
  readonly inTray: boolean;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}

/** The claim; then severity, kind, object, container. */
export const FindingLine = ({
  line: { row, group },
  id,
  rowIndex,
  style,
  selected,
  inTray,
  onSelect,
  onOpen,
}: RowProps): ReactElement => {
  const unknown = row.status === 'unknown';
  return (
    <div
      id={id}
      role="row"
      aria-level={group === null ? 1 : 2}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      className={`line line-finding ${group === null ? '' : 'is-grouped'} ${selected ? 'is-selected' : ''}`}
      style={style}
      onClick={onSelect}
      onDoubleClick={onOpen}
    >
      <div role="gridcell" className="line-claim">
        <SeverityGlyph severity={row.severity} unknown={unknown} />
        <span className="line-message" title={visible(row.message)}>
          {visible(row.message)}
        </span>
        {inTray ? <span className="line-tray">in tray</span> : null}
      </div>
      <div role="gridcell" className="line-place">
        <span className="line-word">
          {verdictWord(row.severity, unknown)} · {visible(row.kind, 80)}
        </span>
        {place(row) === '' ? null : <MiddleTruncate text={place(row)} className="mono" />}
        {row.container === null ? null : (
          <span className="line-word">
            · container <span className="mono">{visible(row.container, 80)}</span>
          </span>
        )}
        {row.occurrences > 1 ? <span className="line-word">· {plural(row.occurrences, 'occurrence')}</span> : null}
        {row.ownerIncomplete ? <span className="line-word">· owner not readable</span> : null}
      </div>
    </div>
  );
};
