import type { CSSProperties, ReactElement, ReactNode } from 'react';
import type { CompareFinding, CompareObject, CompareSummary } from '#contract/compare';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Section } from '../compare-state.ts';
import type { Line } from '../rows.ts';
import { changeOfObject, type ChangeWord, fieldLine, placeOf, sectionNote, sectionTitles, wordOf } from '../words.ts';

interface Common {
  readonly id: string;
  readonly rowIndex: number;
  readonly style: CSSProperties;
  readonly selected: boolean;
}

/** What became of it: a shape and a word. */
export const ChangeTag = ({ said }: { readonly said: ChangeWord }): ReactElement => (
  <span className={`compare-tag is-${said.tone}`}>
    <Icon name={said.icon} size={12} />
    {said.word}
  </span>
);

export const HeadLine = ({
  line: { section, matched, total },
  summary,
  id,
  rowIndex,
  style,
}: Omit<Common, 'selected'> & {
  readonly line: Extract<Line, { is: 'head' }>;
  readonly summary: CompareSummary;
}): ReactElement => (
  <div id={id} role="row" aria-level={1} aria-rowindex={rowIndex} className="line compare-head" style={style}>
    <div role="gridcell" className="compare-head-cell">
      <h2>{sectionTitles[section]}</h2>
      <span className="muted">{total === 0 ? 'nothing differs' : sectionNote(section, summary)}</span>
      <span className="spacer" />
      {total === 0 ? null : (
        <span className="muted num">{matched === total ? countText(total) : `${countText(matched)} of ${countText(total)}`}</span>
      )}
    </div>
  </div>
);

const managerOf = ({ who }: CompareObject): string => (who[0] === undefined ? '' : who[0].manager);

const secondLine = (row: CompareObject): string => {
  const [field] = row.fields;
  if (row.replaced !== null && row.section === 'left-out') return row.replaced;
  const parts = [
    field === undefined ? placeOf(row) : fieldLine(field),
    row.fieldCount > 1 ? `and ${plural(row.fieldCount - 1, 'more field', 'more fields')}` : '',
    row.recreated ? 'deleted and created again' : '',
    row.replaced ?? '',
    managerOf(row),
  ];
  return parts.filter(Boolean).join(' · ');
};

interface Chosen extends Common {
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}

interface RowProps<R> extends Chosen {
  readonly row: R;
  readonly section: Section;
}

/** A row of a section: a click chooses it, two open it. */
const Row = ({
  id,
  rowIndex,
  style,
  selected,
  onSelect,
  onOpen,
  children,
}: Chosen & { readonly children: ReactNode }): ReactElement => (
  <div
    id={id}
    role="row"
    aria-level={2}
    aria-rowindex={rowIndex}
    aria-selected={selected}
    className={`line compare-line ${selected ? 'is-selected' : ''}`}
    style={style}
    onClick={onSelect}
    onDoubleClick={onOpen}
  >
    <div role="gridcell" className="compare-cell">
      {children}
    </div>
  </div>
);

export const ObjectLine = ({ row, section, ...place }: RowProps<CompareObject>): ReactElement => (
  <Row {...place}>
    <ChangeTag said={wordOf(section, changeOfObject(row))} />
    <span className="compare-claim">{visible(row.title, 400)}</span>
    {row.causes === 0 ? null : <span className="compare-causes">explains {plural(row.causes, 'finding')}</span>}
    <span className="compare-place mono">{visible(secondLine(row), 400)}</span>
  </Row>
);

const causeLine = ({ cause, why }: CompareFinding): string => {
  if (why !== null && cause === null) return why;
  if (cause === null) return '';
  return `cause: ${cause.what}${cause.more === 0 ? '' : ` And ${plural(cause.more, 'other change')}.`}`;
};

export const FindingLine = ({ row, ...place }: Omit<RowProps<CompareFinding>, 'section'>): ReactElement => (
  <Row {...place}>
    <ChangeTag said={wordOf('findings', row.change)} />
    <span className="compare-claim">
      <SeverityGlyph severity={row.severity} size={12} /> {visible(row.message, 400)}
    </span>
    <span className="compare-place">
      {severityWord(row.severity)} · <span className="mono">{visible(placeOf(row), 200)}</span>
      {causeLine(row) === '' ? null : <> · {visible(causeLine(row), 300)}</>}
    </span>
  </Row>
);
