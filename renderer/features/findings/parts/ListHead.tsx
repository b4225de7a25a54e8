import { memo, type ReactElement } from 'react';
import type { FindingsPage, FindingsSort } from '#contract/findings-query';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { type Grouping, sortNames, writeSort } from '../list-state.ts';
import { type ColumnId, columns as known } from '../use-columns.ts';

interface Props {
  readonly data: FindingsPage;
  readonly filtered: boolean;
  readonly group: Grouping;
  readonly sort: FindingsSort | null;
  readonly columns: readonly ColumnId[];
  readonly onSort: (sort: FindingsSort | null) => void;
}

const standard = 'standard';

const standardWords: Readonly<Record<Grouping, string>> = {
  cause: 'by severity, then how many objects one change fixes',
  none: 'by severity',
  rule: 'by severity, then how many objects a rule names',
  object: 'by severity, then how many replicas show it',
  namespace: 'by severity, then how many objects',
};

const choices = (group: Grouping): readonly { readonly value: string; readonly label: string }[] => [
  { value: standard, label: standardWords[group] },
  ...Object.entries(sortNames)
    .filter(([by]) => by !== 'severity')
    .map(([by, label]) => ({ value: by, label: `by ${label}` })),
];

/** A click on a head sorts by it, a second one turns it round, a third one lets go. */
const next = (sort: FindingsSort | null, by: FindingsSort['by']): FindingsSort | null =>
  sort?.by !== by ? { by, desc: by === 'occurrences' } : sort.desc === (by === 'occurrences') ? { by, desc: !sort.desc } : null;

const Head = ({ id, sort, onSort }: { readonly id: ColumnId } & Pick<Props, 'sort' | 'onSort'>): ReactElement => {
  const { title, width, sort: by } = known[id];
  const numeric = id === 'occurrences' || id === 'firstSeen' ? 'num' : '';
  if (by === null)
    return (
      <span className={`list-head-cell ${numeric}`} style={{ width }}>
        {title}
      </span>
    );
  const current = sort?.by === by ? sort : null;
  return (
    <span className={`list-head-cell ${numeric}`} style={{ width }}>
      <button
        type="button"
        className="ui-table-sort"
        aria-label={`Sort by ${title}${current === null ? '' : current.desc ? ', now descending' : ', now ascending'}`}
        onClick={() => onSort(next(sort, by))}
      >
        {title}
        {current === null ? null : <Icon name="sort" size={11} className={current.desc ? '' : 'is-flipped'} />}
      </button>
    </span>
  );
};

type OrderProps = Pick<Props, 'group' | 'sort' | 'onSort'>;

const OrderMenu = memo(({ group, sort, onSort }: OrderProps): ReactElement => (
  <ChoiceMenu
    label="·"
    value={sort === null ? standard : sort.by}
    choices={choices(group)}
    onChange={value => onSort(value === standard ? null : { by: value as FindingsSort['by'], desc: value === 'occurrences' })}
  />
));

/** Counts under the filter, the order in words, and the heads of the columns. */
export const ListHead = memo(({ data, filtered, group, sort, columns, onSort }: Props): ReactElement => (
  <div className="list-count">
    <strong role="status">
      {filtered ? `${countText(data.matched)} of ${countText(data.total)}` : plural(data.total, 'finding')}
    </strong>
    <span className="list-order">
      <OrderMenu group={group} sort={sort} onSort={onSort} />
      {sort === null ? null : (
        <button
          type="button"
          className="ui-button ui-button-quiet"
          aria-label={`Turn the order round (${writeSort(sort)})`}
          onClick={() => onSort({ ...sort, desc: !sort.desc })}
        >
          <Icon name="sort" size={11} className={sort.desc ? '' : 'is-flipped'} />
        </button>
      )}
    </span>
    <span className="spacer" />
    {columns.map(id => (
      <Head key={id} id={id} sort={sort} onSort={onSort} />
    ))}
  </div>
));
