import { memo, type MouseEvent, type ReactElement } from 'react';
import type { FindingNote, FindingRow, FindingsLine } from '#contract/findings-query';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { SeverityGlyph, verdictWord } from '#renderer/ui/Severity.tsx';
import { absoluteText, ageText, clockText, plural } from '#renderer/ui/time.ts';
import { useNow } from '#renderer/ui/RelativeTime.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { type Seen, stateWords } from '../rechecks.ts';
import { type ColumnId, columns as known } from '../use-columns.ts';

/** What rows do, by their index. The same object as long as the list is shown, so that rows that did not change are not drawn anew. */
export interface RowActs {
  readonly select: (index: number) => void;
  readonly open: (index: number) => void;
  readonly toggle: (key: string) => void;
  readonly choose: (index: number, range: boolean) => void;
}

interface LineProps<L> {
  readonly line: L;
  readonly id: string;
  readonly index: number;
  /** CSS pixels from the top of the list. */
  readonly top: number;
  readonly selected: boolean;
  /** Kept for a line to come. */
  readonly spare: boolean;
  readonly acts: RowActs;
}

type Head = Extract<FindingsLine, { type: 'group' }>;
type Row = Extract<FindingsLine, { type: 'finding' }>;

const placed = (top: number) => ({ transform: `translateY(${top}px)` });

/** The one change and what it fixes; closed, it stands over one sample row. */
export const GroupLine = memo(({ line, id, index, top, selected, spare, acts }: LineProps<Head>): ReactElement => (
  <div
    id={id}
    hidden={spare}
    role="row"
    aria-level={1}
    aria-expanded={line.open}
    aria-rowindex={index + 1}
    aria-selected={selected}
    className={`line line-group ${selected ? 'is-selected' : ''}`}
    style={placed(top)}
    onClick={() => acts.toggle(line.key)}
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
));

const place = (row: FindingRow): string =>
  row.name === ''
    ? (row.namespace ?? '')
    : row.namespace === null || row.kind === 'Namespace'
      ? row.name
      : `${row.namespace}/${row.name}`;

const FirstSeen = ({ since }: { readonly since: string | null }): ReactElement => {
  const now = useNow();
  return since === null ? (
    <span title="No older snapshot of this cluster has it.">new</span>
  ) : (
    <span title={`First seen ${absoluteText(since)}, the oldest snapshot here that has it`}>
      {ageText(Date.parse(since), now)}
    </span>
  );
};

const textOf = (id: Exclude<ColumnId, 'firstSeen'>, row: FindingRow): string => {
  switch (id) {
    case 'occurrences':
      return row.occurrences === 0 ? '' : String(row.occurrences);
    case 'fixable':
      return row.fixable ? 'ready' : '';
    case 'pack':
      return row.pack;
    case 'rule':
      return row.ruleId;
    case 'namespace':
      return row.namespace ?? '';
  }
};

const Cell = ({
  id,
  row,
  note,
}: {
  readonly id: ColumnId;
  readonly row: FindingRow;
  readonly note: FindingNote | undefined;
}): ReactElement | null => {
  if (id === 'firstSeen') return note?.firstSeen === undefined ? null : <FirstSeen since={note.firstSeen} />;
  const text = visible(textOf(id, row), 200);
  return <span title={text}>{text}</span>;
};

interface RowProps extends LineProps<Row> {
  readonly inTray: boolean;
  readonly chosen: boolean;
  /** Some row is chosen: then boxes are shown at all of them. */
  readonly choosing: boolean;
  readonly columns: readonly ColumnId[];
  readonly note: FindingNote | undefined;
  readonly seen: Seen | undefined;
}

const Place = ({ row, note }: { readonly row: FindingRow; readonly note: FindingNote | undefined }): ReactElement => (
  <div role="gridcell" className="line-place">
    <span className="line-word">
      {verdictWord(row.severity, row.status === 'unknown')} · {visible(row.kind, 80)}
    </span>
    {place(row) === '' ? null : <MiddleTruncate text={place(row)} className="mono" />}
    {/* Hidden, not absent: the row is used again for another finding. */}
    <span className="line-word" hidden={row.container === null}>
      · container <span className="mono">{visible(row.container ?? '', 80)}</span>
    </span>
    <span className="line-word" hidden={row.occurrences <= 1}>
      · {plural(row.occurrences, 'occurrence')}
    </span>
    <span className="line-word" hidden={!row.ownerIncomplete}>
      · owner not readable
    </span>
    {note?.manager === undefined || note.manager === null ? null : (
      <span className="line-word line-manager" title={visible(note.manager)}>
        · {visible(note.manager, 80)}
      </span>
    )}
  </div>
);

/** The claim; then severity, kind, object, container, manager; at the right what a person chose to see. */
export const FindingLine = memo((props: RowProps): ReactElement => {
  const { line, index, selected, chosen, choosing, columns, note, seen, inTray, acts } = props;
  const { row, group } = line;
  const onClick = (event: MouseEvent): void => {
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      window.getSelection()?.removeAllRanges();
      acts.choose(index, event.shiftKey);
    } else acts.select(index);
  };
  return (
    <div
      id={props.id}
      hidden={props.spare}
      role="row"
      aria-level={group === null ? 1 : 2}
      aria-rowindex={index + 1}
      aria-selected={selected || chosen}
      className={`line line-finding ${group === null ? '' : 'is-grouped'} ${selected ? 'is-selected' : ''} ${chosen ? 'is-chosen' : ''} ${choosing ? 'is-choosing' : ''} ${seen?.verdict.state === 'gone' ? 'is-gone' : ''}`}
      style={placed(props.top)}
      onClick={onClick}
      onDoubleClick={() => acts.open(index)}
    >
      <div className="line-main" role="presentation">
        <div role="gridcell" className="line-claim">
          <span className="line-glyph">
            <SeverityGlyph severity={row.severity} unknown={row.status === 'unknown'} />
          </span>
          {/* For the pointer: the row itself tells that it is selected, and x or Space select it. */}
          <span
            className="line-box"
            aria-hidden="true"
            onClick={event => {
              event.stopPropagation();
              acts.choose(index, event.shiftKey);
            }}
          >
            <span className="ui-checkbox-box" data-checked={chosen ? '' : undefined}>
              {chosen ? <Icon name="passed" size={11} /> : null}
            </span>
          </span>
          <span className="line-message" title={visible(row.message)}>
            {visible(row.message)}
          </span>
          {seen === undefined ? null : (
            <span
              className={`line-seen recheck-${seen.verdict.state}`}
              title={`Checked again ${absoluteText(seen.look.readUntil)}`}
            >
              {stateWords[seen.verdict.state]} {clockText(seen.look.readUntil)}
            </span>
          )}
          {inTray ? <span className="line-tray">in tray</span> : null}
        </div>
        <Place row={row} note={note} />
      </div>
      {columns.map(id => (
        <div
          key={id}
          role="gridcell"
          className={`line-cell ${id === 'occurrences' || id === 'firstSeen' ? 'num' : ''}`}
          style={{ width: known[id].width }}
        >
          <Cell id={id} row={row} note={note} />
        </div>
      ))}
    </div>
  );
});
