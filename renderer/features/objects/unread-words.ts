import type { CoverageState } from '#contract/coverage';
import type { Unread, UnreadParts } from '#contract/objects';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

export const unreadWords: Readonly<Record<CoverageState, string>> = {
  full: 'read in full',
  partial: 'read in part',
  denied: 'denied',
  'not-served': 'not served',
  failed: 'could not be read',
  skipped: 'not asked for',
  'not-given': 'not in the files',
};

/** Somebody tried to read it. What nobody asked for, and what files cannot say, is told quietly. */
export const isLoud = ({ state }: Unread): boolean => state === 'denied' || state === 'failed' || state === 'partial';

/**
 * The loud parts alone. Parts are told loud ones first: where a quiet one is among those told, all loud ones are told too;
 * else what else there is may be loud.
 */
export const loudOf = ({ count, parts }: UnreadParts): UnreadParts => {
  const loud = parts.filter(isLoud);
  return { count: loud.length < parts.length ? loud.length : count, parts: loud };
};

const partText = ({ resource, namespace, state }: Unread): string =>
  `${visible(resource === '' ? 'a file' : resource, 120)}${namespace === null ? '' : ` in ${visible(namespace, 80)}`} (${unreadWords[state]})`;

const shown = 3;

/** "secrets in payments (denied), pods (read in part) and 4 more parts" */
export const partsText = ({ count, parts }: UnreadParts): string => {
  const named = parts.slice(0, shown).map(partText);
  const rest = count - named.length;
  return rest > 0 ? `${named.join(', ')} and ${plural(rest, 'more part', 'more parts')}` : named.join(', ');
};

export const onlyFiles = ({ count, parts }: UnreadParts): boolean =>
  count > 0 && parts.every(({ state }) => state === 'not-given');
