import { createTwoFilesPatch } from 'diff';
import type { Patch } from '#contract/patch';

/** Unified diff of what a patch changes, with three lines around each place; '' where nothing changes. */
export const patchDiff = ({ target, before, after }: Pick<Patch, 'target' | 'before' | 'after'>): string => {
  if (before === after) return '';
  const name = `${target.kind.toLowerCase()}/${target.namespace === undefined ? '' : `${target.namespace}/`}${target.name}.yaml`;
  return unifiedDiff(name, before, after);
};

export const unifiedDiff = (name: string, before: string, after: string): string =>
  createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, { context: 3 }).replace(/^=+\n/, '');
