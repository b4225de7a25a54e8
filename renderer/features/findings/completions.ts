import { fieldNamed, fieldValues, fieldWords, type FilterField, filterFields } from '#contract/filter-fields';
import { type FilterTerm, readFilter, writeTerms } from '#contract/filter-text';
import type { Facet } from '#contract/findings-query';
import type { Completion } from '#renderer/ui/CompletionInput.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { facetOf, termOf } from './facet-text.ts';
import type { FacetField } from './filter-terms.ts';

const meanings: Readonly<Record<FilterField, string>> = {
  severity: 'critical, high, medium, low',
  status: 'fail, unknown, suppressed',
  rule: 'id of a rule',
  pack: 'rbac, network …',
  framework: 'a framework or its control',
  namespace: 'namespace',
  kind: 'Pod, Deployment …',
  name: 'name of the object',
  fixable: 'yes, no',
  id: 'id of a finding',
};

const most = 8;

interface Choice {
  readonly value: string;
  readonly count: number | null;
}

const choicesOf = (facets: readonly Facet[], field: FilterField): readonly Choice[] => {
  const counted = facetOf(facets, field as FacetField).map(({ value, count }) => ({ value: termOf(field, value), count }));
  const fixed = fieldValues[field] ?? [];
  return [
    ...counted,
    ...fixed.filter(value => !counted.some(known => known.value === value)).map(value => ({ value, count: null })),
  ];
};

/** What begins so before what holds it, the more frequent first. */
const fitting = (choices: readonly Choice[], typed: string): readonly Choice[] => {
  const low = typed.toLowerCase();
  const rank = ({ value }: Choice): number => (value.toLowerCase().startsWith(low) ? 0 : 1);
  return choices
    .filter(({ value }) => value.toLowerCase().includes(low) && value.toLowerCase() !== low)
    .slice()
    .sort((a, b) => rank(a) - rank(b) || (b.count ?? 0) - (a.count ?? 0));
};

interface Word {
  readonly from: number;
  readonly to: number;
  readonly raw: string;
  readonly not: boolean;
}

/** The word that the caret stands at the end of or in. */
const wordAt = (text: string, caret: number): Word | undefined => {
  const term = readFilter(text).terms.find(({ from, to }) => from < caret && caret <= to);
  const from = term?.from ?? text.slice(0, caret).search(/\S+$/u);
  if (from < 0 || from >= caret) return undefined;
  const to = term?.to ?? caret;
  const not = text[from] === '-';
  return { from, to, raw: text.slice(not ? from + 1 : from, to), not };
};

const place = (text: string, { from, to }: Word, written: string, label: string, note: string): Completion => {
  const rest = text.slice(to);
  const done = written.endsWith(':') || rest.startsWith(' ') ? written : `${written} `;
  return { text: `${text.slice(0, from)}${done}${rest}`, caret: from + done.length, label: visible(label, 100), note };
};

const ofValues = (
  text: string,
  word: Word,
  field: FilterField,
  term: FilterTerm | undefined,
  facets: readonly Facet[],
): readonly Completion[] => {
  const listed = word.raw.slice(word.raw.indexOf(':') + 1);
  const typed = listed.slice(listed.lastIndexOf(',') + 1).replaceAll('"', '');
  const before = (term?.type === 'field' ? term.values : []).filter(value => value.toLowerCase() !== typed.toLowerCase());
  return fitting(choicesOf(facets, field), typed)
    .filter(({ value }) => !before.includes(value))
    .slice(0, most)
    .map(({ value, count }) =>
      place(
        text,
        word,
        writeTerms([{ type: 'field', not: word.not, field, values: [...before, value], from: 0, to: 0 }]),
        value,
        count === null ? '' : countText(count),
      ),
    );
};

const ofFields = (text: string, word: Word): readonly Completion[] =>
  filterFields
    .filter(field => fieldWords[field].startsWith(word.raw.toLowerCase()))
    .map(field => {
      const written = `${word.not ? '-' : ''}${fieldWords[field]}:`;
      return place(text, word, written, written, meanings[field]);
    });

const guessed: readonly FacetField[] = ['namespace', 'severity', 'kind', 'rule', 'pack', 'framework'];

/** "shop" may be meant as a namespace: what begins so is offered with its field. */
const ofWords = (text: string, word: Word, facets: readonly Facet[]): readonly Completion[] =>
  word.raw.length < 2
    ? []
    : guessed.flatMap(field =>
        choicesOf(facets, field)
          .filter(({ value, count }) => value.toLowerCase().startsWith(word.raw.toLowerCase()) && count !== 0)
          .slice(0, 3)
          .map(({ value, count }) => {
            const written = writeTerms([{ type: 'field', not: word.not, field, values: [value], from: 0, to: 0 }]);
            return place(text, word, written, written, count === null ? '' : countText(count));
          }),
      );

/** How the word at the caret may go on: a field, or one of its values with what it would leave. */
export const completionsOf = (text: string, caret: number, facets: readonly Facet[]): readonly Completion[] => {
  const word = wordAt(text, caret);
  if (word === undefined || word.raw.startsWith('"')) return [];
  const colon = word.raw.indexOf(':');
  const field = colon < 0 ? undefined : fieldNamed(word.raw.slice(0, colon));
  if (field !== undefined) {
    const term = readFilter(text).terms.find(({ from }) => from === word.from);
    return ofValues(text, word, field, term, facets);
  }
  return colon < 0 ? [...ofFields(text, word), ...ofWords(text, word, facets)].slice(0, most) : [];
};
