import { type ReactElement, useState } from 'react';
import type { CoverageState } from '#contract/coverage';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { stateWords } from '../gaps.ts';
import type { Cell, Matrix, Row } from '../matrix.ts';

const looks: Readonly<Record<CoverageState, string>> = {
  full: 'full',
  partial: 'partial',
  denied: 'denied',
  failed: 'unread',
  skipped: 'skipped',
  'not-served': 'skipped',
  'not-given': 'skipped',
};

const words = (cell: Cell): string => `${stateWords[cell.state]}${cell.reason === '' ? '' : `: ${cell.reason}`}`;

const CellMark = ({ cell }: { readonly cell: Cell }): ReactElement => {
  const look = looks[cell.state];
  if (look !== 'full' && cell.unknown > 0)
    return (
      <span className="cell cell-loud" title={visible(words(cell), 400)}>
        <Icon name="unknown" size={12} />
        {stateWords[cell.state].toLowerCase()}
      </span>
    );
  return (
    <span className={`cell cell-${look}`} title={visible(words(cell), 400)}>
      <span className="sr-only">{stateWords[cell.state]}</span>
    </span>
  );
};

const MatrixRow = ({ row, columns }: { readonly row: Row; readonly columns: Matrix['columns'] }): ReactElement => (
  <tr>
    <th scope="row">
      <MiddleTruncate text={row.resource} className="mono" />
    </th>
    {row.whole === null ? (
      columns.map(column => {
        const cell = row.cells.get(column.id);
        return <td key={column.id}>{cell === undefined ? null : <CellMark cell={cell} />}</td>;
      })
    ) : (
      <td colSpan={columns.length}>
        <CellMark cell={row.whole} />
      </td>
    )}
    <td className="num muted">{countText(row.objects)}</td>
  </tr>
);

const groupName = (group: string): string => (group === '' ? 'core' : group);

const FoldedGroup = ({
  group,
  rows,
  columns,
}: {
  readonly group: string;
  readonly rows: readonly Row[];
  readonly columns: Matrix['columns'];
}): ReactElement => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" className="matrix-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'chevron-down' : 'chevron-right'} size={11} />
            {visible(groupName(group), 100)} <span className="muted">{rows.length}</span>
          </button>
        </th>
        <td colSpan={columns.length}>{open || rows[0]?.whole == null ? null : <CellMark cell={rows[0].whole} />}</td>
        <td className="num muted">{countText(rows.reduce((sum, row) => sum + row.objects, 0))}</td>
      </tr>
      {open ? rows.map(row => <MatrixRow key={row.resource} row={row} columns={columns} />) : null}
    </>
  );
};

const uniform: ReadonlySet<CoverageState> = new Set(['full', 'not-given', 'not-served']);

/** The same everywhere, and no check is left unanswered by it. */
const isQuiet = (row: Row): boolean => row.whole !== null && row.whole.unknown === 0 && uniform.has(row.whole.state);

/** Rows with a gap first and whole; those without are folded by API group. */
export const MatrixTable = ({
  matrix: { columns, rows },
  every,
}: {
  readonly matrix: Matrix;
  readonly every: boolean;
}): ReactElement => {
  const single = every ? rows : rows.filter(row => !isQuiet(row));
  const folded = new Map<string, Row[]>();
  if (!every)
    for (const row of rows.filter(isQuiet)) {
      const key = `${row.group} ${row.whole?.state ?? ''}`;
      folded.set(key, [...(folded.get(key) ?? []), row]);
    }
  return (
    <div className="matrix-scroll" tabIndex={0} role="region" aria-label="Matrix of resources and namespaces">
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{plural(rows.length, 'resource')}</th>
            {columns.map(column => (
              <th key={column.id} scope="col" title={visible(column.names.join(', '), 2000)}>
                <span className="matrix-name">{visible(column.label, 80)}</span>
                <span className="muted">{column.namespaces === 0 ? '' : countText(column.namespaces)}</span>
              </th>
            ))}
            <th scope="col" className="num">
              objects
            </th>
          </tr>
        </thead>
        <tbody>
          {single.map(row => (
            <MatrixRow key={row.resource} row={row} columns={columns} />
          ))}
          {[...folded].map(([key, own]) => (
            <FoldedGroup key={key} group={own[0]?.group ?? ''} rows={own} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

export const Legend = (): ReactElement => (
  <p className="legend muted small">
    <span>Equal namespaces share a column.</span>
    <span className="spacer" />
    <span>
      <span className="cell cell-loud">
        <Icon name="unknown" size={12} />
        denied
      </span>{' '}
      makes checks unknown
    </span>
    <span>
      <span className="cell cell-full" /> full
    </span>
    <span>
      <span className="cell cell-partial" /> partial
    </span>
    <span>
      <span className="cell cell-unread" /> unread
    </span>
    <span>
      <span className="cell cell-skipped" /> skipped
    </span>
  </p>
);
