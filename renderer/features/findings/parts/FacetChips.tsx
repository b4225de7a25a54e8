import type { ReactElement } from 'react';
import type { Facet } from '#contract/findings-query';
import { Icon } from '#renderer/ui/Icon.tsx';
import { PickMenu } from '#renderer/ui/Menu.tsx';
import { facetOf, facetOrder, facetTitles, termLabel, termOf } from '../facet-text.ts';
import { type FilterField, hasTerm, parseFilter } from '../filter-text.ts';

interface Props {
  readonly facets: readonly Facet[];
  readonly q: string;
  readonly onToggle: (field: FilterField, term: string) => void;
}

/** The facets of a narrow window: what is chosen first, then a menu a field. */
export const FacetChips = ({ facets, q, onToggle }: Props): ReactElement => (
  <div className="facet-chips" role="group" aria-label="Narrow the list">
    {[...parseFilter(q).values].flatMap(([field, terms]) =>
      terms.map(term => (
        <button
          key={`${field}:${term}`}
          type="button"
          className="ui-button ui-chip is-on"
          aria-label={`Remove ${field} ${term}`}
          onClick={() => onToggle(field, term)}
        >
          {termLabel(field, term)} {facetOf(facets, field).find(({ value }) => termOf(field, value) === term)?.count}
          <Icon name="close" size={10} />
        </button>
      )),
    )}
    {facetOrder
      .filter(field => field !== 'rule')
      .map(field => (
        <PickMenu
          key={field}
          label={facetTitles[field]}
          values={facetOf(facets, field)
            .slice(0, 60)
            .map(({ value, count }) => {
              const term = termOf(field, value);
              return { value: term, label: termLabel(field, term), count, checked: hasTerm(q, field, term) };
            })}
          onToggle={term => onToggle(field, term)}
        />
      ))}
  </div>
);
