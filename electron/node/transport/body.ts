import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { cutManagedFields } from './managed-fields.ts';

export const maxBodyBytes = 256 * 1024 * 1024;

export class BodyTooLarge extends Error {}
export class BodyUnreadable extends Error {}

export interface ReadBody {
  readonly encoding: string;
  readonly withoutManagedFields?: boolean | undefined;
}

export interface BodyText {
  readonly text: string;
  /** Of the whole body, also where its text has less. */
  readonly bytes: number;
}

/** The whole body as text, decompressed; never more than `limit` bytes, counted after decompression. */
export async function readBody(
  response: Dispatcher.ResponseData,
  { encoding, withoutManagedFields = false }: ReadBody,
  limit = maxBodyBytes,
): Promise<BodyText> {
  if (encoding !== '' && encoding !== 'identity' && encoding !== 'gzip')
    throw new BodyUnreadable(`the content encoding ${encoding.slice(0, 40)} was not asked for`);
  const source = encoding === 'gzip' ? gunzipped(response) : response.body;
  const { chunks, size } = await gather(source, limit);
  return { text: textOf(chunks, size, withoutManagedFields), bytes: size };
}

/** Where the chunks of a body meet before they become text. Kept: fresh memory for each of many large bodies costs more than copying. */
let meeting = Buffer.alloc(0);
const largestMeeting = 8 * 1024 * 1024;

const textOf = (chunks: readonly Buffer[], size: number, cut: boolean): string => {
  const [only] = chunks;
  if (only === undefined) return '';
  if (chunks.length === 1) return only.toString('utf8');
  if (size > largestMeeting) return Buffer.concat(chunks, size).toString('utf8');
  if (meeting.length < size) meeting = Buffer.allocUnsafeSlow(Math.min(largestMeeting, size * 2));
  let at = 0;
  for (const chunk of chunks) at += chunk.copy(meeting, at);
  const text = meeting.toString('utf8', 0, cut ? cutManagedFields(meeting.subarray(0, size)) : size);
  meeting.fill(0, 0, size);
  return text;
};

/** By events: an asynchronous iterator costs a turn of the event loop for every 16 KiB. */
const gather = (source: Readable, limit: number): Promise<{ readonly chunks: readonly Buffer[]; readonly size: number }> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    source.on('data', (bytes: Buffer) => {
      size += bytes.length;
      if (size > limit) {
        reject(new BodyTooLarge(`the answer is larger than ${Math.round(limit / 1024 / 1024)} MiB`));
        source.destroy();
      } else chunks.push(bytes);
    });
    source.on('error', reject);
    source.once('end', () => resolve({ chunks, size }));
    // Without an end or an error before it, the body was cut.
    source.once('close', () => reject(new BodyUnreadable('the answer ended before it was whole')));
  });

function gunzipped(response: Dispatcher.ResponseData): Readable {
  const gunzip = createGunzip();
  // Whichever side fails first ends the other: an aborted body must not leave the decompressor waiting.
  response.body.once('error', error => gunzip.destroy(error));
  gunzip.once('close', () => response.body.destroy());
  response.body.pipe(gunzip);
  return gunzip;
}
