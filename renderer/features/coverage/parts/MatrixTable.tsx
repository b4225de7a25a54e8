import { type ReactElement, useState } from 'react';
import type { CoverageState } from '#contract/coverage';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { isGap, stateWords } from '../gaps.ts';
import type { Cell, Matrix, Row } from '../matrix.ts';
import { type Subject, subjects } from '../subjects.ts';

const looks: Readonly<Record<CoverageState, string>> = {
  full: 'full',
  partial: 'partial',
  denied: 'denied',
  failed: 'unread',
  skipped: 'skipped',
  'not-served': 'skipped',
  'not-given': 'skipped',
};

type Choose = (resource: string, namespace: string | null) => void;

const words = (cell: Cell): string => `${stateWords[cell.state]}${cell.reason === '' ? '' : `: ${cell.reason}`}`;

const Mark = ({ cell }: { readonly cell: Cell }): ReactElement => {
  const look = looks[cell.state];
  return look !== 'full' && cell.unknown > 0 ? (
    <span className="cell cell-loud">
      <Icon name="unknown" size={12} />
      {stateWords[cell.state].toLowerCase()}
    </span>
  ) : (
    <span className={`cell cell-${look}`}>
      <span className="sr-only">{stateWords[cell.state]}</span>
    </span>
  );
};

/** A cell with a gap leads to it; one without says what it is. */
const CellMark = ({
  cell,
  resource,
  onChoose,
}: {
  readonly cell: Cell;
  readonly resource: string;
  readonly onChoose: Choose;
}): ReactElement =>
  isGap(cell.state) ? (
    <button
      type="button"
      className="cell-button"
      title={visible(words(cell), 400)}
      onClick={() => onChoose(resource, cell.namespace)}
    >
      <Mark cell={cell} />
      <span className="sr-only">
        {visible(resource, 120)}
        {cell.namespace === null ? '' : ` in ${visible(cell.namespace, 80)}`}
      </span>
    </button>
  ) : (
    <span title={visible(words(cell), 400)}>
      <Mark cell={cell} />
    </span>
  );

interface RowProps {
  readonly row: Row;
  readonly matrix: Matrix;
  readonly onChoose: Choose;
  readonly inner?: boolean;
}

const MatrixRow = ({ row, matrix: { columns, clusterWide }, onChoose, inner = false }: RowProps): ReactElement => {
  const mark = (cell: Cell | null | undefined): ReactElement | null =>
    cell === null || cell === undefined ? null : <CellMark cell={cell} resource={row.resource} onChoose={onChoose} />;
  return (
    <tr>
      <th scope="row" className={inner ? 'matrix-inner' : ''}>
        <MiddleTruncate text={row.resource} className="mono" />
      </th>
      {clusterWide ? <td>{mark(row.cluster)}</td> : null}
      {row.whole === null ? (
        columns.map(column => <td key={column.id}>{mark(row.cells.get(column.id))}</td>)
      ) : (
        <td colSpan={columns.length}>{mark(row.whole)}</td>
      )}
      <td className="num muted">{countText(row.objects)}</td>
    </tr>
  );
};

const uniform: ReadonlySet<CoverageState> = new Set(['full', 'skipped', 'not-given', 'not-served']);

/** The same everywhere, and no check is left unanswered by it. */
const isQuiet = ({ cluster, whole }: Row): boolean => {
  const cell = cluster ?? whole;
  return cell !== null && cell.unknown === 0 && uniform.has(cell.state);
};

const stateOf = ({ cluster, whole }: Row): CoverageState | undefined => (cluster ?? whole)?.state;

/** What is in full speaks for the folded rows; the others are told in words. */
const standFor = (rows: readonly Row[], of: (row: Row) => Cell | null): Cell | null => {
  const cells = rows.flatMap(row => of(row) ?? []);
  return cells.find(({ state }) => state === 'full') ?? cells[0] ?? null;
};

/** "2 not asked for" among rows that are otherwise in full. */
const apartText = (rows: readonly Row[]): string => {
  const apart = rows.filter(row => stateOf(row) !== 'full').length;
  if (apart === 0) return '';
  return `${apart === rows.length ? '' : `${String(apart)} `}not asked for`;
};

const FoldedBars = ({
  rows,
  matrix: { columns, clusterWide },
}: {
  readonly rows: readonly Row[];
  readonly matrix: Matrix;
}): ReactElement => {
  const cluster = standFor(rows, row => row.cluster);
  const whole = standFor(rows, row => row.whole);
  return (
    <>
      {clusterWide ? <td>{cluster === null ? null : <Mark cell={cluster} />}</td> : null}
      <td colSpan={columns.length}>{whole === null ? null : <Mark cell={whole} />}</td>
    </>
  );
};

const SubjectRows = ({
  subject,
  rows,
  matrix,
  onChoose,
}: {
  readonly subject: Subject;
  readonly rows: readonly Row[];
  readonly matrix: Matrix;
  readonly onChoose: Choose;
}): ReactElement => {
  const [open, setOpen] = useState(false);
  const loud = rows.filter(row => !isQuiet(row));
  const quiet = rows.filter(isQuiet);
  const apart = apartText(quiet);
  const sum = (of: readonly Row[]): string => countText(of.reduce((total, row) => total + row.objects, 0));
  return (
    <tbody>
      <tr className="matrix-subject">
        <th scope="rowgroup">
          <button type="button" className="matrix-fold" aria-expanded={open || loud.length > 0} onClick={() => setOpen(!open)}>
            <Icon name={open || loud.length > 0 ? 'chevron-down' : 'chevron-right'} size={11} />
            {subject} <span className="muted">{rows.length}</span>
            {open || loud.length > 0 || apart === '' ? null : <span className="muted small">{apart}</span>}
          </button>
        </th>
        {open || loud.length > 0 ? (
          <td colSpan={matrix.columns.length + (matrix.clusterWide ? 1 : 0)} />
        ) : (
          <FoldedBars rows={quiet} matrix={matrix} />
        )}
        <td className="num muted">{open || loud.length > 0 ? '' : sum(rows)}</td>
      </tr>
      {loud.map(row => (
        <MatrixRow key={row.resource} row={row} matrix={matrix} onChoose={onChoose} inner />
      ))}
      {open ? quiet.map(row => <MatrixRow key={row.resource} row={row} matrix={matrix} onChoose={onChoose} inner />) : null}
      {!open && loud.length > 0 && quiet.length > 0 ? (
        <tr>
          <th scope="row" className="matrix-inner">
            <button type="button" className="link muted" onClick={() => setOpen(true)}>
              {quiet.length} more, {apart === '' ? 'read in full' : apart}
            </button>
          </th>
          <FoldedBars rows={quiet} matrix={matrix} />
          <td className="num muted">{sum(quiet)}</td>
        </tr>
      ) : null}
    </tbody>
  );
};

interface Props {
  readonly matrix: Matrix;
  /** Each row by itself, nothing folded. */
  readonly every: boolean;
  readonly onChoose: Choose;
}

/** Resources by what they are about; what has a gap stands open, the rest is folded to a row. */
export const MatrixTable = ({ matrix, every, onChoose }: Props): ReactElement => {
  const { columns, rows, clusterWide } = matrix;
  return (
    <div className="matrix-scroll" tabIndex={0} role="region" aria-label="Matrix of resources and namespaces">
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{plural(rows.length, 'resource')}</th>
            {clusterWide ? (
              <th scope="col" className="matrix-cluster">
                <span className="matrix-name">cluster-wide</span>
              </th>
            ) : null}
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
        {every ? (
          <tbody>
            {rows.map(row => (
              <MatrixRow key={row.resource} row={row} matrix={matrix} onChoose={onChoose} />
            ))}
          </tbody>
        ) : (
          subjects.map(subject => {
            const own = rows.filter(row => row.subject === subject);
            return own.length === 0 ? null : (
              <SubjectRows key={subject} subject={subject} rows={own} matrix={matrix} onChoose={onChoose} />
            );
          })
        )}
      </table>
    </div>
  );
};

export const Legend = ({ shared }: { readonly shared: boolean }): ReactElement => (
  <p className="legend muted small">
    <span>{shared ? 'Equal namespaces share a column.' : 'Each namespace that differs has its own column.'}</span>
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
