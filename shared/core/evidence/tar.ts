/**
 * The one form of tar that a bundle is: ustar headers, a pax header only where the name needs it, fixed modes and times, two
 * zero blocks at the end. One form, so that a reader can rebuild every byte that is not content and compare.
 */
export const blockSize = 512;

const longestName = 100;
/** 2000-01-01T00:00:00Z: a time that no tool warns about, the same in every export. */
const fixedTime = 946_684_800;
const fileMode = 0o644;

const encoder = new TextEncoder();

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

const checksumOf = (header: Uint8Array): number => {
  let sum = 8 * 0x20;
  for (const [index, byte] of header.entries()) if (index < 148 || index >= 156) sum += byte;
  return sum;
};

const ustarHeader = (name: Uint8Array, size: number, type: '0' | 'x'): Uint8Array => {
  const header = new Uint8Array(blockSize);
  const put = (offset: number, text: string): void => header.set(encoder.encode(text), offset);
  header.set(name.subarray(0, longestName));
  put(100, octal(fileMode, 8));
  put(108, octal(0, 8));
  put(116, octal(0, 8));
  put(124, octal(size, 12));
  put(136, octal(fixedTime, 12));
  put(156, type);
  put(257, 'ustar\u000000');
  put(148, `${checksumOf(header).toString(8).padStart(6, '0')}\0 `);
  return header;
};

export const paddingOf = (size: number): number => (blockSize - (size % blockSize)) % blockSize;

/** One pax record tells its own length, in decimal, the digits of that length included. */
const paxRecord = (name: Uint8Array): Uint8Array => {
  const rest = name.length + ' path=\n'.length;
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length = rest + String(length).length;
  const record = new Uint8Array(length);
  const head = encoder.encode(`${length} path=`);
  record.set(head);
  record.set(name, head.length);
  record[length - 1] = 0x0a;
  return record;
};

const concat = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Everything that stands before a member's content. */
export const memberHeader = (name: string, size: number): Uint8Array => {
  const bytes = encoder.encode(name);
  const plain = bytes.length <= longestName && bytes.every(byte => byte > 0x20 && byte < 0x7f);
  if (plain) return ustarHeader(bytes, size, '0');
  const record = paxRecord(bytes);
  return concat([
    ustarHeader(encoder.encode('PaxHeader'), record.length, 'x'),
    record,
    new Uint8Array(paddingOf(record.length)),
    ustarHeader(bytes, size, '0'),
  ]);
};

export const endOfTar = (): Uint8Array => new Uint8Array(2 * blockSize);
