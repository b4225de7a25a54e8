import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { readBytes, reasonOf } from './read-text.ts';

const limit = 1024 * 1024;

/** Looks at the files that entries name, each once: many contexts share a CA. */
export class FileProbe {
  readonly #seen = new Map<string, Promise<{ readonly reason: string | null; readonly sha256: string | null }>>();

  /** Why the file cannot be read; null if it can. */
  async reason(path: string): Promise<string | null> {
    return (await this.#look(path)).reason;
  }

  async sha256(path: string): Promise<string | null> {
    return (await this.#look(path)).sha256;
  }

  #look(path: string): Promise<{ readonly reason: string | null; readonly sha256: string | null }> {
    const known = this.#seen.get(path) ?? look(path);
    this.#seen.set(path, known);
    return known;
  }
}

async function look(path: string): Promise<{ readonly reason: string | null; readonly sha256: string | null }> {
  if (!isAbsolute(path)) return { reason: 'a relative path has no folder to start from in pasted text', sha256: null };
  const bytes = await readBytes(path, limit);
  if (bytes.ok) return { reason: null, sha256: createHash('sha256').update(bytes.value).digest('hex') };
  if (bytes.error.missing) return { reason: reasonOf(Object.assign(new Error(), { code: 'ENOENT' })), sha256: null };
  return { reason: bytes.error.problem.what.replace(/^.* cannot be read: /s, '').replace(/\.$/, ''), sha256: null };
}
