import type { ReactElement } from 'react';
import { fieldWords, type FilterField } from '#contract/filter-fields';
import type { Facet } from '#contract/findings-query';
import { Icon } from '#renderer/ui/Icon.tsx';
import { PickMenu } from '#renderer/ui/Menu.tsx';
import { facetOf, facetOrder, facetTitles, termLabel, termOf } from '../facet-text.ts';
import { type FacetField, namedTerms, stateOfTerm } from '../filter-terms.ts';

interface Props {
  readonly facets: readonly Facet[];
  readonly q: string;
  readonly onToggle: (field: FilterField, term: string) => void;
}

const mostChips = 12;

/** The facets of a narrow window: what is chosen first, then a menu a field. */
export const FacetChips = ({ facets, q, onToggle }: Props): ReactElement => (
  <div className="facet-chips" role="group" aria-label="Narrow the list">
    {namedTerms(q)
      .slice(0, mostChips)
      .map(({ field, value, not }) => (
        <button
          key={`${not ? '-' : ''}${field}:${value}`}
          type="button"
          className="ui-button ui-chip is-on"
          aria-label={`Remove ${not ? 'not ' : ''}${fieldWords[field]} ${value}`}
          onClick={() => onToggle(field, value)}
        >
          {not ? 'not ' : ''}
          {termLabel(field, value)}{' '}
          {not ? null : facetOf(facets, field as FacetField).find(each => termOf(field, each.value) === value)?.count}
          <Icon name="close" size={10} />
        </button>
      ))}
    {facetOrder
      .filter(field => field !== 'rule' && facetOf(facets, field).length > 0)
      .map(field => (
        <PickMenu
          key={field}
          label={facetTitles[field]}
          values={facetOf(facets, field)
            .slice(0, 60)
            .map(({ value, count }) => {
              const term = termOf(field, value);
              return { value: term, label: termLabel(field, term), count, checked: stateOfTerm(q, field, term) === 'on' };
            })}
          onToggle={term => onToggle(field, term)}
        />
      ))}
  </div>
);
