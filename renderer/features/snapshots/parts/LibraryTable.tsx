import { type ReactElement, type RefObject, useImperativeHandle, useRef } from 'react';
import { Link } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { routes } from '#renderer/app/routes.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import { bytesText, countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Group, SortKey, View } from '../library.ts';
import { sourceWords } from '../words.ts';

export interface LibraryTableHandle {
  /** Puts the focus on a snapshot's row. */
  focus(id: string): void;
}

interface Props {
  readonly groups: readonly Group[];
  readonly view: View;
  readonly current: string | null;
  readonly chosen: ReadonlySet<string>;
  readonly open: string | null;
  readonly onSort: (key: SortKey) => void;
  readonly onCurrent: (row: SnapshotSummary) => void;
  /** `to`: all from the last one chosen up to it. */
  readonly onChoose: (row: SnapshotSummary, to: boolean) => void;
  readonly handle: RefObject<LibraryTableHandle | null>;
}

const columns: readonly { readonly key: SortKey; readonly title: string; readonly numeric: boolean }[] = [
  { key: 'title', title: 'Snapshot', numeric: false },
  { key: 'captured', title: 'Age', numeric: true },
  { key: 'findings', title: 'Findings', numeric: true },
  { key: 'unknown', title: 'Unknown', numeric: true },
  { key: 'objects', title: 'Objects', numeric: true },
  { key: 'bytes', title: 'Size', numeric: true },
  { key: 'rules', title: 'Rules', numeric: false },
];

const Head = ({ view, onSort }: Pick<Props, 'view' | 'onSort'>): ReactElement => (
  <thead>
    <tr>
      <th scope="col" className="library-box">
        <span className="sr-only">Chosen</span>
      </th>
      {columns.map(({ key, title, numeric }) => (
        <th
          key={key}
          scope="col"
          className={numeric ? `num library-${key}` : `library-${key}`}
          aria-sort={view.sort === key ? (view.direction === 'asc' ? 'ascending' : 'descending') : undefined}
        >
          <button type="button" className="ui-table-sort" onClick={() => onSort(key)}>
            {title}
            {view.sort === key ? <Icon name="sort" size={11} className={view.direction === 'asc' ? 'is-flipped' : ''} /> : null}
          </button>
        </th>
      ))}
    </tr>
  </thead>
);

const Findings = ({ row: { findings } }: { readonly row: SnapshotSummary }): ReactElement => (
  <span className="library-counts">
    {(['critical', 'high'] as const).map(severity => (
      <span key={severity} className="snapshot-count" title={`${countText(findings[severity])} ${severity}`}>
        <SeverityGlyph severity={severity} size={11} />
        {countText(findings[severity])}
        <span className="sr-only"> {severity}</span>
      </span>
    ))}
    <span className="muted" title={`${countText(findings.medium)} medium, ${countText(findings.low)} low`}>
      +{countText(findings.medium + findings.low)}
      <span className="sr-only"> medium and low</span>
    </span>
  </span>
);

const secondLine = (row: SnapshotSummary): string =>
  [row.notes === undefined ? '' : visible(row.notes.split('\n')[0] ?? '', 200), sourceWords(row)].filter(Boolean).join(' · ');

const Row = ({
  row,
  current,
  chosen,
  isOpen,
  onCurrent,
  onChoose,
  link,
}: Pick<Props, 'onCurrent' | 'onChoose'> & {
  readonly row: SnapshotSummary;
  readonly current: boolean;
  readonly chosen: boolean;
  readonly isOpen: boolean;
  readonly link: (element: HTMLAnchorElement | null) => void;
}): ReactElement => (
  <tr
    className={`library-row ${current ? 'is-selected' : ''}`}
    aria-selected={chosen}
    onClick={event => (event.shiftKey ? onChoose(row, true) : onCurrent(row))}
  >
    <td className="library-box" onClick={event => event.stopPropagation()}>
      <Checkbox checked={chosen} onChange={() => onChoose(row, false)} label={`Choose ${visible(row.title, 120)}`} />
    </td>
    <th scope="row">
      <span className="library-name">
        <Link
          ref={link}
          href={routes.findings(row.id)}
          className="snapshot-title"
          onFocus={() => (current ? undefined : onCurrent(row))}
          onClick={event => event.stopPropagation()}
        >
          <MiddleTruncate text={row.title} />
        </Link>
        {isOpen ? <span className="library-tag">open here</span> : null}
        {row.meta.partial ? <span className="library-tag is-unknown">partial</span> : null}
        {row.bundle === undefined ? null : <Icon name="passed" size={12} className="is-ok library-verified" />}
      </span>
      <span className="library-second muted small">{secondLine(row)}</span>
    </th>
    <td className="num">
      <RelativeTime time={row.meta.capturedUntil} />
    </td>
    <td className="num">
      <Findings row={row} />
    </td>
    <td className="num">{row.unknown === 0 ? '0' : <span className="is-unknown">{countText(row.unknown)}</span>}</td>
    <td className="num">{countText(row.objects)}</td>
    <td className="num muted">{bytesText(row.bytes)}</td>
    <td className="library-rules">
      <MiddleTruncate text={row.rulesVersion} className="mono muted" />
    </td>
  </tr>
);

/** The library's rows under one sticky head, by cluster. Each row's title is the stop of the Tab key. */
export const LibraryTable = (props: Props): ReactElement => {
  const { groups, view, current, chosen, open, onSort, onCurrent, onChoose, handle } = props;
  const links = useRef(new Map<string, HTMLAnchorElement>());
  useImperativeHandle(handle, () => ({ focus: id => links.current.get(id)?.focus() }));
  const keep =
    (id: string) =>
    (element: HTMLAnchorElement | null): void => {
      if (element === null) links.current.delete(id);
      else links.current.set(id, element);
    };
  return (
    <table className="library" aria-label="Snapshots">
      <Head view={view} onSort={onSort} />
      {groups.map(group => (
        <tbody key={group.key}>
          {group.title === '' ? null : (
            <tr className="library-group">
              <th scope="rowgroup" colSpan={6}>
                <span className="library-group-title">
                  <MiddleTruncate text={group.title} className="strong" />
                  <span className="muted small">{visible(group.note, 200)}</span>
                </span>
              </th>
              <td colSpan={2} className="muted small library-group-sum">
                {plural(group.rows.length, 'snapshot')}, {bytesText(group.bytes)}
              </td>
            </tr>
          )}
          {group.rows.map(row => (
            <Row
              key={row.id}
              row={row}
              current={row.id === current}
              chosen={chosen.has(row.id)}
              isOpen={row.id === open}
              onCurrent={onCurrent}
              onChoose={onChoose}
              link={keep(row.id)}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
};
