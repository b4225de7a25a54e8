import { type ReactElement, useState } from 'react';
import type { Facet } from '#contract/findings-query';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SeverityGlyph, type SeverityName } from '#renderer/ui/Severity.tsx';
import { countText } from '#renderer/ui/time.ts';
import { facetOf, facetOrder, facetTitles, foldedFacets, termLabel, termOf } from '../facet-text.ts';
import { type FilterField, hasTerm } from '../filter-text.ts';

interface Props {
  readonly facets: readonly Facet[];
  readonly q: string;
  readonly onToggle: (field: FilterField, term: string) => void;
}

const shownAtFirst = 5;

const TermGlyph = ({ field, term }: { readonly field: FilterField; readonly term: string }): ReactElement | null => {
  if (field === 'severity') return <SeverityGlyph severity={term as SeverityName} size={13} />;
  if (field === 'status' && term === 'unknown') return <Icon name="unknown" size={13} className="severity-unknown" />;
  return field === 'status' ? <Icon name="fail" size={12} /> : null;
};

const FacetGroup = ({
  field,
  values,
  q,
  onToggle,
}: { readonly field: FilterField; readonly values: Facet['values'] } & Omit<Props, 'facets'>): ReactElement | null => {
  const chosen = values.some(({ value }) => hasTerm(q, field, termOf(field, value)));
  const [open, setOpen] = useState(!foldedFacets.has(field) || chosen);
  const [all, setAll] = useState(false);
  if (values.length === 0) return null;
  const fixed = field === 'severity' || field === 'status' || field === 'fixable';
  const shown =
    fixed || all ? values : values.filter(({ value }, index) => index < shownAtFirst || hasTerm(q, field, termOf(field, value)));
  const more = values.length - shown.length;
  return (
    <div className="facet" role="group" aria-label={facetTitles[field]}>
      <button type="button" className="facet-title" aria-expanded={open} onClick={() => setOpen(!open)}>
        {facetTitles[field]}
        {open ? (
          fixed || values.length <= shownAtFirst ? null : (
            <span className="muted facet-of">{values.length}</span>
          )
        ) : (
          <Icon name="chevron-right" size={11} />
        )}
      </button>
      {open ? (
        <ul>
          {shown.map(({ value, count }) => {
            const term = termOf(field, value);
            const label = termLabel(field, term);
            return (
              <li key={value} className="facet-value">
                <Checkbox checked={hasTerm(q, field, term)} onChange={() => onToggle(field, term)} label={`${label}, ${count}`}>
                  <TermGlyph field={field} term={term} />
                  <span className="facet-label" title={label}>
                    {label}
                  </span>
                </Checkbox>
                <span className="num muted">{countText(count)}</span>
              </li>
            );
          })}
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
export const Facets = ({ facets, q, onToggle }: Props): ReactElement => (
  <div className="facets" role="group" aria-label="Narrow the list">
    {facetOrder.map(field => (
      <FacetGroup key={field} field={field} values={facetOf(facets, field)} q={q} onToggle={onToggle} />
    ))}
  </div>
);
