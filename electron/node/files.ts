import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Files } from '#core/services';

interface Upload {
  readonly name: string;
  readonly path: string;
  bytes: number;
  complete: boolean;
}

interface Outgoing {
  readonly name: string;
  readonly path: string;
  offered: boolean;
}

export interface HostFiles extends Files {
  /** For the host alone: the finished file behind a handle, once. */
  take(handle: string): { readonly path: string; readonly name: string; readonly done: () => void } | undefined;
  close(): void;
}

const mostBytes = 2 * 1024 * 1024 * 1024;

const unknownHandle = (): Problem => problem('input-invalid', { what: 'This file handle is not known.', why: 'It was used already, or belongs to another run.' });

/** Uploads and downloads under one private folder of this run, which goes when the program ends. */
export const createFiles = (home: string): HostFiles => {
  mkdirSync(join(home, 'tmp'), { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(home, 'tmp', 'run-'));
  const uploads = new Map<string, Upload>();
  const outgoing = new Map<string, Outgoing>();
  const complete = (handle: string): Result<Upload, Problem> => {
    const upload = uploads.get(handle);
    return upload?.complete === true ? ok(upload) : fail(unknownHandle());
  };
  const begin = (name: string): string => {
    const handle = randomUUID();
    uploads.set(handle, { name, path: join(folder, `in-${handle}`), bytes: 0, complete: false });
    return handle;
  };
  return {
    put: (given, name, chunk, last) => {
      const handle = given ?? begin(name);
      const upload = uploads.get(handle);
      if (upload === undefined || upload.complete) return fail(unknownHandle());
      const bytes = Buffer.from(chunk, 'base64');
      upload.bytes += bytes.length;
      if (upload.bytes > mostBytes) {
        rmSync(upload.path, { force: true });
        uploads.delete(handle);
        return fail(problem('too-large', { what: `${name.slice(0, 100)} is over ${mostBytes} bytes.`, why: 'Files are taken up to that size.' }));
      }
      appendFileSync(upload.path, bytes, { mode: 0o600 });
      upload.complete = last;
      return ok({ handle });
    },
    text: (handle, limit) => {
      const upload = complete(handle);
      if (!upload.ok) return upload;
      if (upload.value.bytes > limit) return fail(problem('too-large', { what: `${upload.value.name.slice(0, 100)} is over ${limit} bytes.`, why: 'This kind of file is small.' }));
      return ok({ name: upload.value.name, text: readFileSync(upload.value.path, 'utf8') });
    },
    uploaded: handle => {
      const upload = complete(handle);
      return upload.ok ? ok({ name: upload.value.name, path: upload.value.path }) : upload;
    },
    discard: handle => {
      const upload = uploads.get(handle);
      if (upload !== undefined) rmSync(upload.path, { force: true });
      uploads.delete(handle);
    },
    outgoing: name => {
      const handle = randomUUID();
      const file = { name, path: join(folder, `out-${handle}`), offered: false };
      outgoing.set(handle, file);
      return { handle, path: file.path };
    },
    offer: (handle, bytes) => {
      const file = outgoing.get(handle);
      if (file === undefined) return fail(unknownHandle());
      file.offered = true;
      return ok({ handle, name: file.name, bytes });
    },
    take: handle => {
      const file = outgoing.get(handle);
      if (file === undefined || !file.offered) return undefined;
      outgoing.delete(handle);
      return { path: file.path, name: file.name, done: () => rmSync(file.path, { force: true }) };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
};
