import type { Recording } from './recording.ts';
import { redactCredentialsIn, takeOut } from './recording.ts';

/**
 * Messages of events and of waiting containers quote what programs print. So they are kept by what is known to be plain:
 * words, counts, durations, addresses, and the names of the objects that they are about; all else goes.
 */
export const redactEventText = (
  recording: Recording,
  text: string,
  names: readonly string[],
  ...at: readonly string[]
): string => {
  const scanned = redactCredentialsIn(recording, text, ...at);
  return scanned.replaceAll(pieces, piece => {
    if (piece.startsWith('«redacted') || isPlainWord(piece) || isNamed(piece, names)) return piece;
    const trail = /[.:!?]*$/.exec(piece)?.[0] ?? '';
    return takeOut(recording, piece.slice(0, piece.length - trail.length), 'event-text', ...at) + trail;
  });
};

const pieces = /«redacted(?: [0-9a-f]{32})?»|[^\s"'`,;()[\]{}<>=|«»]+/g;

const plain = [
  // Words, CamelCase ones too; lower-case ones joined by hyphens, dots or slashes.
  /^[A-Za-z]?[a-z]{0,24}(?:[A-Z][a-z]{1,20}){0,6}$/,
  /^[A-Z]{1,12}$/,
  /^[A-Za-z][a-z]{0,23}(?:[-./:][a-z]{1,24}){0,6}$/,
  // Counts, fractions, durations, quantities, versions, addresses.
  /^[-+]?\d{1,6}(?:[./]\d{1,6})?(?:%|[numkKMGTP]?i?B?|ms|s|m|h)$/,
  /^(?:\d{1,4}[hms]){1,3}(?:\d{1,4}(?:\.\d{1,9})?s)?$/,
  /^v?\d{1,3}(?:\.\d{1,3}){1,3}(?::\d{1,5})?$/,
  /^[^A-Za-z0-9]{1,8}$/,
];

const isPlainWord = (piece: string): boolean => {
  const word = piece.replace(/[.:!?]+$/, '');
  return word.length <= 80 && plain.some(pattern => pattern.test(word));
};

/** The object's own name, and names that its controller makes of it. */
const isNamed = (piece: string, names: readonly string[]): boolean => {
  const word = piece.replace(/[.:!?]+$/, '');
  return names.some(
    name => word === name || (word.startsWith(`${name}-`) && /^[a-z0-9-]{1,24}$/.test(word.slice(name.length + 1))),
  );
};
