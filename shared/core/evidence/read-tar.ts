import { ByteSource } from './byte-source.ts';
import { blockSize, memberHeader, paddingOf } from './tar.ts';

/**
 * What a tar holds, in order: members with their content, places where the archive differs from the one form that we write
 * (near which member, and how), and at the end whether the whole of it was there. `end` always comes, and comes last.
 */
export type TarItem =
  | { readonly type: 'member'; readonly name: string; readonly body: Uint8Array }
  | { readonly type: 'deviation'; readonly near: string; readonly what: string }
  | { readonly type: 'end'; readonly complete: boolean; readonly why: string };

export interface TarLimits {
  readonly memberBytes: number;
  readonly members: number;
}

const mostPaxBytes = 64 * 1024;

const latin = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8', { fatal: true });

const isZero = (bytes: Uint8Array): boolean => bytes.every(byte => byte === 0);

const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index]);

const field = (header: Uint8Array, from: number, length: number): string => {
  const text = latin.decode(header.subarray(from, from + length));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};

const sizeOf = (header: Uint8Array): number | undefined => {
  const text = field(header, 124, 12).trim();
  return /^[0-7]{1,11}$/.test(text) ? Number.parseInt(text, 8) : undefined;
};

/** The name in a pax body of one `path` record; undefined for anything else. */
const paxName = (body: Uint8Array): string | undefined => {
  try {
    const match = /^\d+ path=([^\n]*)\n$/.exec(utf8.decode(body));
    return match?.[1];
  } catch {
    return undefined;
  }
};

const concat = (left: Uint8Array, right: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(left.length + right.length);
  whole.set(left);
  whole.set(right, left.length);
  return whole;
};

interface Head {
  /** All that stood before the content, as it was. */
  readonly raw: Uint8Array;
  readonly name: string;
  readonly size: number;
}

const truncated = (after: string): string =>
  after === '' ? 'The archive is empty.' : `The archive ends within or after “${after}”.`;

/** The header of the next member, a pax header before it included; or why there is none. */
const readHead = async (
  source: ByteSource,
  first: Uint8Array,
  after: string,
): Promise<Head | { readonly type: 'end'; readonly complete: boolean; readonly why: string } | string> => {
  let raw: Uint8Array = first.slice();
  let header: Uint8Array = first;
  let long: string | undefined;
  if (header[156] === 0x78) {
    const size = sizeOf(header);
    if (size === undefined || size > mostPaxBytes) return 'An extended header has no usable size.';
    const body = (await source.take(size + paddingOf(size))).slice();
    if (body.length < size + paddingOf(size)) return { type: 'end', complete: false, why: truncated(after) };
    long = paxName(body.subarray(0, size));
    if (long === undefined) return 'An extended header is not one path record.';
    header = (await source.take(blockSize)).slice();
    if (header.length < blockSize) return { type: 'end', complete: false, why: truncated(after) };
    raw = concat(concat(raw, body), header);
  }
  const size = sizeOf(header);
  if (size === undefined) return 'A header has no usable size.';
  return { raw, name: long ?? field(header, 0, 100), size };
};

/** The two zero blocks, and nothing after them. */
async function* readEnd(source: ByteSource, after: string): AsyncGenerator<TarItem> {
  const second = await source.take(blockSize);
  if (second.length < blockSize) {
    yield { type: 'end', complete: false, why: truncated(after) };
    return;
  }
  if (!isZero(second)) yield { type: 'deviation', near: after, what: 'The second end block is not empty.' };
  if ((await source.take(1)).length > 0) yield { type: 'deviation', near: after, what: 'Bytes follow the end of the archive.' };
  yield { type: 'end', complete: true, why: '' };
}

async function* readMembers(source: ByteSource, limits: TarLimits): AsyncGenerator<TarItem> {
  let last = '';
  let count = 0;
  const stop = (why: string): TarItem => ({ type: 'end', complete: false, why });
  for (;;) {
    const block = await source.take(blockSize);
    if (block.length < blockSize) {
      yield stop(truncated(last));
      return;
    }
    if (isZero(block)) {
      yield* readEnd(source, last);
      return;
    }
    const head = await readHead(source, block, last);
    if (typeof head === 'string') {
      yield { type: 'deviation', near: last, what: head };
      yield stop('What follows cannot be read.');
      return;
    }
    if ('type' in head) {
      yield head;
      return;
    }
    count += 1;
    if (head.size > limits.memberBytes || count > limits.members) {
      if (!sameBytes(head.raw, memberHeader(head.name, head.size)))
        yield { type: 'deviation', near: head.name, what: 'The header is not as it was written.' };
      yield stop(
        count > limits.members
          ? `The archive has over ${limits.members} members.`
          : `“${head.name}” claims ${head.size} bytes; at most ${limits.memberBytes} are read.`,
      );
      return;
    }
    if (!sameBytes(head.raw, memberHeader(head.name, head.size)))
      yield { type: 'deviation', near: head.name, what: 'The header is not as it was written.' };
    const body = await source.take(head.size + paddingOf(head.size));
    if (body.length < head.size + paddingOf(head.size)) {
      yield stop(truncated(head.name));
      return;
    }
    if (!isZero(body.subarray(head.size)))
      yield { type: 'deviation', near: head.name, what: 'The padding after the content is not empty.' };
    if (count > 1 && head.name <= last)
      yield {
        type: 'deviation',
        near: head.name,
        what: head.name === last ? 'The member stands there twice.' : 'The member is out of order.',
      };
    last = head.name;
    yield { type: 'member', name: head.name, body: body.subarray(0, head.size) };
  }
}

/**
 * Reads a tar member by member: at most one member's content is held. Never rejects but where the chunks do; they are always
 * taken to their end, so that a broken layer under the archive comes out even where the archive could not be followed.
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>, limits: TarLimits): AsyncGenerator<TarItem> {
  const source = new ByteSource(chunks);
  yield* readMembers(source, limits);
  await source.drain();
}
