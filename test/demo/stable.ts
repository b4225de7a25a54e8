import { createHash } from 'node:crypto';

/** What the demo has in place of chance: the same text gives the same digits in every run. */
export const digits = (text: string): string => createHash('sha256').update(`plumbline-demo/${text}`).digest('hex');

/** In [0, limit). */
export const numberOf = (text: string, limit: number): number => Number.parseInt(digits(text).slice(0, 12), 16) % limit;

/** Shaped as a random UID is (RFC 9562, version 4). */
export const uidOf = (text: string): string => {
  const hex = digits(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** As the API server ends generated names: five of its safe letters. */
export const suffixOf = (text: string): string =>
  Array.from({ length: 5 }, (_, index) => letters[numberOf(`${text}#${index}`, letters.length)]).join('');

export const digestOf = (text: string): string => `sha256:${digits(text)}`;
