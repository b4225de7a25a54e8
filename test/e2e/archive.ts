import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';

/** The files of a .tar.gz by name. */
export const filesOf = (archive: Buffer): Promise<ReadonlyMap<string, string>> =>
  new Promise((resolve, reject) => {
    const files = new Map<string, string>();
    const reader = extract();
    reader.on('entry', ({ name }, stream, next) => {
      const parts: Buffer[] = [];
      stream.on('data', part => parts.push(part as Buffer));
      stream.on('end', () => {
        files.set(name, Buffer.concat(parts).toString('utf8'));
        next();
      });
    });
    reader.on('finish', () => resolve(files));
    reader.on('error', reject);
    reader.end(gunzipSync(archive));
  });
