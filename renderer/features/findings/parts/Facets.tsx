import { type KeyboardEvent, memo, type ReactElement, useMemo, useState } from 'react';
import type { Facet } from '#contract/findings-query';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SeverityGlyph, type SeverityName } from '#renderer/ui/Severity.tsx';
import { countText } from '#renderer/ui/time.ts';
import { facetOrder, facetTitles, foldedFacets, termLabel, termOf } from '../facet-text.ts';
import { type FacetField, statesIn, type TermState } from '../filter-terms.ts';

interface Props {
  readonly facets: readonly Facet[];
  readonly q: string;
  /** The same functions as long as the column is shown: its values are not drawn anew for them. */
  readonly onToggle: (field: FacetField, term: string) => void;
  readonly onExclude: (field: FacetField, term: string) => void;
}

const shownAtFirst = 5;

const TermGlyph = ({ field, term }: { readonly field: FacetField; readonly term: string }): ReactElement | null => {
  if (field === 'severity') return <SeverityGlyph severity={term as SeverityName} size={13} />;
  if (field === 'status' && term === 'unknown') return <Icon name="unknown" size={13} className="severity-unknown" />;
  return field === 'status' ? <Icon name="fail" size={12} /> : null;
};

type Acts = Pick<Props, 'onToggle' | 'onExclude'>;

interface ValueProps {
  readonly field: FacetField;
  readonly value: string;
  readonly count: number;
  readonly state: TermState;
  readonly acts: Acts;
}

/** Drawn anew where its own count or state changed: at a keystroke that is seldom all of them. */
const FacetValue = memo(({ field, value, count, state, acts }: ValueProps): ReactElement => {
  const term = termOf(field, value);
  const label = termLabel(field, term);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== '-') return;
    event.preventDefault();
    acts.onExclude(field, term);
  };
  return (
    <li
      className={`facet-value ${state === 'out' ? 'is-out' : ''}`}
      title={`${label}. Alt and click, or the minus key, leaves it out.`}
      onKeyDown={onKeyDown}
      onClickCapture={event => {
        if (!event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        acts.onExclude(field, term);
      }}
    >
      <Checkbox
        checked={state === 'on'}
        onChange={() => acts.onToggle(field, term)}
        label={`${label}, ${state === 'out' ? 'left out' : countText(count)}`}
      >
        <TermGlyph field={field} term={term} />
        <span className="facet-label">{label}</span>
      </Checkbox>
      <span className="num muted">{state === 'out' ? 'left out' : countText(count)}</span>
    </li>
  );
});

const isFixed = (field: FacetField): boolean => field === 'severity' || field === 'status' || field === 'fixable';

interface GroupProps {
  readonly facet: Facet;
  readonly stateOf: (field: FacetField, term: string) => TermState;
  readonly acts: Acts;
}

const FacetGroup = ({ facet, stateOf, acts }: GroupProps): ReactElement | null => {
  const { field, values } = facet;
  const stateAt = (value: string): TermState => stateOf(field, termOf(field, value));
  const named = (value: string): boolean => stateAt(value) !== 'off';
  const [open, setOpen] = useState(!foldedFacets.has(field) || values.some(({ value }) => named(value)));
  const [all, setAll] = useState(false);
  if (values.length === 0) return null;
  const fixed = isFixed(field);
  const shown = fixed || all ? values : values.filter(({ value }, index) => index < shownAtFirst || named(value));
  const more = values.length - shown.length;
  const some =
    fixed || facet.of <= shownAtFirst ? null : values.length < facet.of ? `${values.length} of ${facet.of}` : `${facet.of}`;
  return (
    <div className="facet" role="group" aria-label={facetTitles[field]}>
      <button type="button" className="facet-title" aria-expanded={open} onClick={() => setOpen(!open)}>
        {facetTitles[field]}
        {open ? <span className="muted facet-of">{some}</span> : <Icon name="chevron-right" size={11} />}
      </button>
      {open ? (
        <ul>
          {shown.map(({ value, count }) => (
            <FacetValue key={value} field={field} value={value} count={count} state={stateAt(value)} acts={acts} />
          ))}
          {more > 0 || all ? (
            <li>
              <button type="button" className="link" onClick={() => setAll(!all)}>
                {all ? 'fewer' : `${more} more`}
              </button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
};

/** The second column: what narrows the list, each value with its count under all other filters. */
export const Facets = memo(({ facets, q, onToggle, onExclude }: Props): ReactElement => {
  const stateOf = useMemo(() => statesIn(q), [q]);
  const acts = useMemo(() => ({ onToggle, onExclude }), [onToggle, onExclude]);
  return (
    <div className="facets" role="group" aria-label="Narrow the list">
      {facetOrder.map(field => {
        const facet = facets.find(candidate => candidate.field === field);
        return facet === undefined ? null : <FacetGroup key={field} facet={facet} stateOf={stateOf} acts={acts} />;
      })}
    </div>
  );
});
