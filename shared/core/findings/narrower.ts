import type { ParsedInput } from '#contract/methods';

type Asked = Pick<ParsedInput<'findings.list'>, 'filter' | 'sort'>;

/** All of a filter but the words that a row must hold, as text to be compared. */
const restOf = ({ filter, sort }: Asked): string => JSON.stringify([{ ...filter, text: undefined }, sort]);

/** Whether all rows of `next` are among those of `before`, in the same order: each word asked for before stands in one asked for now. */
export const isNarrower = (next: Asked, before: Asked): boolean => {
  const words = (next.filter.text ?? []).map(word => word.toLowerCase());
  return (
    (before.filter.text ?? []).every(word => words.some(longer => longer.includes(word.toLowerCase()))) &&
    restOf(next) === restOf(before)
  );
};
