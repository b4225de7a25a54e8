import type { WayToAdmin } from '#contract/rule';
import { enumerate, nameOf } from './sentence.ts';

const ruleIndex = /^\/rules\/(\d+)/u;

const placeOf = ({ object, path }: WayToAdmin): string => {
  const rule = ruleIndex.exec(path)?.[1];
  return rule === undefined ? nameOf(object) : `Rule ${Number(rule) + 1} of ${nameOf(object)}`;
};

const mostNamed = 2;

const holdersOf = ({ holders, holderCount }: WayToAdmin): string => {
  const named = holders.slice(0, mostNamed);
  const more = holderCount - named.length;
  return enumerate(more > 0 ? [...named, `${more} more`] : named);
};

const waysOf = ({ edges: [first = '', ...others] }: WayToAdmin): string => {
  if (others.length === 0) return first;
  return `${first} and ${others.length} other ${others.length === 1 ? 'way' : 'ways'}`;
};

/** The claim of a finding: who gets to admin by what. */
export const claimOf = (way: WayToAdmin): string => {
  const open = way.fromInternet ? ', which is open to somebody without any credential' : '';
  if (way.by === 'workload') return `What ${placeOf(way)} may do on its node leads to cluster admin by ${waysOf(way)}${open}.`;
  return `${placeOf(way)} leads ${holdersOf(way)} to cluster admin by ${waysOf(way)}${open}.`;
};

/** What an attacker gains, and the shortest way as numbered steps. */
export const whyOf = ({ gives, steps }: WayToAdmin): string =>
  [gives, 'The shortest way:', ...steps.map((step, index) => `${index + 1}. ${step}`)].join(' ');

const freedText = (freed: number): string => {
  if (freed === 0) return ' Other ways stay: nobody is cut off by this alone.';
  return freed === 1
    ? ' One identity or workload no longer reaches admin then.'
    : ` ${freed} identities and workloads no longer reach admin then.`;
};

/** How to take it away, and what that is worth. */
export const fixOf = ({ remove, freed }: WayToAdmin): string => `${remove}${freed === null ? '' : freedText(freed)}`;
