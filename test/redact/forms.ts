/** Where a value would be found again if it leaked: as it is, or in a form that something turned it into. */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import type { Canary } from '#test/cluster/fixtures/secrets';

/** The inner characters of the base64 of a text that holds the value at an offset of `shift` bytes. */
const base64Inside = (value: string, shift: number): string => {
  const whole = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
  const text = whole.toString('base64').replace(/=+$/, '');
  const from = Math.ceil((shift * 8) / 6);
  // The last character may share its bits with what follows.
  return text.slice(from, (whole.length * 8) % 6 === 0 ? undefined : -1);
};

const each = (value: string, form: (character: string) => string): string => [...value].map(form).join('');
const code = (character: string): string => character.charCodeAt(0).toString(16).padStart(2, '0');

/** Raw, base64 at any alignment, hex, URL-encoded and JSON-escaped character by character, backwards, UTF-16. */
export const formsOf = (value: string): readonly Buffer[] =>
  [
    value,
    value.toLowerCase(),
    ...[0, 1, 2].map(shift => base64Inside(value, shift)),
    Buffer.from(value).toString('hex'),
    Buffer.from(value).toString('hex').toUpperCase(),
    each(value, character => `%${code(character)}`),
    each(value, character => `%${code(character).toUpperCase()}`),
    each(value, character => `\\u00${code(character)}`),
    each(value, character => `\\x${code(character)}`),
    each(value, character => `&#${String(character.charCodeAt(0))};`),
    [...value].toReversed().join(''),
  ]
    .map(form => Buffer.from(form))
    .concat(Buffer.from(value, 'utf16le'));

/** Bytes that left the core, and by which way. */
export interface Surface {
  readonly name: string;
  readonly bytes: Buffer | string;
}

const unpacked = ({ name, bytes }: Surface): readonly Surface[] => {
  const buffer = Buffer.from(bytes);
  if (buffer[0] === 0x1f && buffer[1] === 0x8b) return [{ name: `${name}, unpacked`, bytes: gunzipSync(buffer) }];
  return [];
};

/** Every leak as `place in surface`. */
export const leaks = (surfaces: readonly Surface[], canaries: readonly Canary[]): readonly string[] => {
  const found: string[] = [];
  const forms = canaries.map(({ place, value }) => ({ place, forms: formsOf(value) }));
  for (const surface of surfaces.flatMap(each => [each, ...unpacked(each)])) {
    const buffer = Buffer.from(surface.bytes);
    for (const canary of forms)
      if (canary.forms.some(form => buffer.includes(form))) found.push(`${canary.place} in ${surface.name}`);
  }
  return found;
};

/** Every file below the folder, as it lies on the disk. */
export async function filesBelow(folder: string): Promise<readonly Surface[]> {
  const names = await readdir(folder, { recursive: true });
  const surfaces: Surface[] = [];
  for (const name of names.toSorted()) {
    const path = join(folder, name);
    // A link whose end is elsewhere or gone (a lock of a running browser) is no file of ours.
    if ((await lstat(path)).isFile()) surfaces.push({ name, bytes: await readFile(path) });
  }
  return surfaces;
}

/** Every deflated column of an SQLite row, inflated; other columns as text. */
export const cellsOf = (row: Readonly<Record<string, unknown>>): readonly (string | Buffer)[] =>
  Object.values(row).flatMap((value): readonly (string | Buffer)[] => {
    if (value instanceof Uint8Array) return [inflateSync(value)];
    return value === null ? [] : [String(value)];
  });
