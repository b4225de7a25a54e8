import { deflateSync, inflateSync } from 'node:zlib';

/** Fast rather than small: the pages arrive while a cluster is being read. */
const level = 1;
/** Far above what a block or page holds; a broken length must not fill the memory. */
const mostBytes = 1024 * 1024 * 1024;

/** JSON texts hold no line break, so they stand one a line. Null for none. */
export const packLines = (texts: readonly string[]): Uint8Array | null =>
  texts.length === 0 ? null : deflateSync(texts.join('\n'), { level });

/** The texts; zlib's checksum tells damage. */
export const unpackTexts = (body: Uint8Array | null): readonly string[] =>
  body === null ? [] : inflateSync(body, { maxOutputLength: mostBytes }).toString('utf8').split('\n');

/** What was packed by ourselves as `T`. */
export const unpackLines = <T>(body: Uint8Array | null): T[] => unpackTexts(body).map(text => JSON.parse(text) as T);

export const packValues = (values: readonly unknown[]): Uint8Array | null =>
  packLines(values.map(value => JSON.stringify(value)));
