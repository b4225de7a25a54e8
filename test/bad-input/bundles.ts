/** Bundles that a writer other than this program could make, with hashes that are right. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { canonicalJson } from '#core/evidence/canonical-json';
import { endOfTar, memberHeader, paddingOf } from '#core/evidence/tar';
import { filesOf } from '#test/e2e/archive';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const pack = (members: ReadonlyMap<string, string>): Buffer =>
  gzipSync(
    Buffer.concat([
      ...[...members].flatMap(([name, text]) => {
        const body = Buffer.from(text);
        return [memberHeader(name, body.length), body, Buffer.alloc(paddingOf(body.length))];
      }),
      endOfTar(),
    ]),
  );

/** The same bundle as a program of a later major format would have written it. */
export async function newerBundle(bundle: Buffer, formatVersion: string): Promise<Buffer> {
  const members = new Map(await filesOf(bundle));
  const before = members.get('case.json') ?? '';
  const after = `${canonicalJson({ ...(JSON.parse(before) as object), formatVersion })}\n`;
  members.set('case.json', after);
  members.set('manifest.sha256', (members.get('manifest.sha256') ?? '').replace(sha256(before), sha256(after)));
  members.delete('custody.jsonl');
  return pack(members);
}

/** One object changed after the hashes were made. */
export async function alteredBundle(bundle: Buffer): Promise<{ readonly bytes: Buffer; readonly member: string }> {
  const members = new Map(await filesOf(bundle));
  const member = [...members.keys()].find(name => name.startsWith('objects/core/v1/namespaces/')) ?? '';
  members.set(member, (members.get(member) ?? '').replace('Namespace', 'Namespaze'));
  return { bytes: pack(members), member };
}

/** The file as an interrupted download leaves it, and its tar cut in the middle inside a whole gzip. */
export const truncatedBundles = (bundle: Buffer): Readonly<Record<'gzip' | 'tar', Buffer>> => {
  const tar = gunzipSync(bundle);
  return { gzip: bundle.subarray(0, Math.floor(bundle.length / 2)), tar: gzipSync(tar.subarray(0, Math.floor(tar.length / 2))) };
};
