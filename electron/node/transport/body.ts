import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';

export const maxBodyBytes = 256 * 1024 * 1024;

export class BodyTooLarge extends Error {}
export class BodyUnreadable extends Error {}

/** The whole body as text, decompressed; never more than `limit` bytes, counted after decompression. */
export async function readBody(response: Dispatcher.ResponseData, encoding: string, limit = maxBodyBytes): Promise<string> {
  if (encoding !== '' && encoding !== 'identity' && encoding !== 'gzip')
    throw new BodyUnreadable(`the content encoding ${encoding.slice(0, 40)} was not asked for`);
  return encoding === 'gzip' ? gather(gunzipped(response), limit) : gather(response.body, limit);
}

async function gather(source: AsyncIterable<unknown>, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > limit) throw new BodyTooLarge(`the answer is larger than ${Math.round(limit / 1024 / 1024)} MiB`);
    chunks.push(bytes);
  }
  return (chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks, size)).toString('utf8');
}

function gunzipped(response: Dispatcher.ResponseData): AsyncIterable<unknown> {
  const gunzip = createGunzip();
  // Whichever side fails first ends the other: an aborted body must not leave the decompressor waiting.
  response.body.once('error', error => gunzip.destroy(error));
  gunzip.once('close', () => response.body.destroy());
  response.body.pipe(gunzip);
  return gunzip;
}
