import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Files } from '#core/services';
import { ownIdentity, stateOfProcess } from './library/process-identity.ts';
import { makeFolder } from '../platform/make-folder.ts';
import { messageOf } from './system-error.ts';

interface Upload {
  readonly name: string;
  readonly path: string;
  bytes: number;
  complete: boolean;
  /** A person's own file, which is read where it lies and never removed. */
  readonly borrowed?: true;
}

interface Outgoing {
  readonly name: string;
  readonly path: string;
  offered: boolean;
}

export interface HostFiles extends Files {
  /** For the host alone: a file that a person chose in its dialog, as a finished upload. */
  adopt(path: string): Result<{ readonly handle: string; readonly name: string }, Problem>;
  /** For the host alone: the finished file behind a handle, once. */
  take(handle: string): { readonly path: string; readonly name: string; readonly done: () => void } | undefined;
  close(): void;
}

const mostBytes = 2 * 1024 * 1024 * 1024;

const unknownHandle = (): Problem =>
  problem('input-invalid', { what: 'This file handle is not known.', why: 'It was used already, or belongs to another run.' });

const mark = 'run-';
/** What a run of another machine or container left, of which nothing can be asked. */
const longestRun = 7 * 24 * 60 * 60 * 1000;

const isAbandoned = (path: string, identity: string): boolean => {
  const state = stateOfProcess(identity);
  return state === 'unknown' ? Date.now() - statSync(path).mtimeMs > longestRun : state === 'gone';
};

/** Removes the folders of runs that ended without a word. Another process may sweep at the same time. */
const sweepRuns = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(mark)) continue;
    const path = join(folder, name);
    try {
      if (isAbandoned(path, name.slice(mark.length, name.lastIndexOf('-')))) rmSync(path, { recursive: true, force: true });
    } catch {
      // Gone meanwhile, or not ours to remove: the next run tries again.
    }
  }
};

/** Uploads and downloads under one private folder of this run, which goes when the program ends. */
export const createFiles = (home: string): HostFiles => {
  const runs = join(home, 'tmp');
  makeFolder(runs);
  sweepRuns(runs);
  const folder = mkdtempSync(join(runs, `${mark}${ownIdentity()}-`));
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
  const discard = (handle: string): void => {
    const upload = uploads.get(handle);
    if (upload !== undefined && upload.borrowed !== true) rmSync(upload.path, { force: true });
    uploads.delete(handle);
  };
  const adopt = (path: string): Result<{ readonly handle: string; readonly name: string }, Problem> => {
    const name = basename(path).slice(0, 255);
    try {
      const { size } = statSync(path);
      if (size > mostBytes)
        return fail(
          problem('too-large', { what: `${name} is over ${mostBytes} bytes.`, why: 'Files are taken up to that size.' }),
        );
      const handle = randomUUID();
      uploads.set(handle, { name, path, bytes: size, complete: true, borrowed: true });
      return ok({ handle, name });
    } catch (error) {
      return fail(problem('file-unreadable', { what: `${name} could not be read.`, why: messageOf(error) }));
    }
  };
  return {
    put: (given, name, chunk, last) => {
      const handle = given ?? begin(name);
      const upload = uploads.get(handle);
      if (upload === undefined || upload.complete) return fail(unknownHandle());
      const bytes = Buffer.from(chunk, 'base64');
      upload.bytes += bytes.length;
      if (upload.bytes > mostBytes) {
        discard(handle);
        return fail(
          problem('too-large', {
            what: `${name.slice(0, 100)} is over ${mostBytes} bytes.`,
            why: 'Files are taken up to that size.',
          }),
        );
      }
      try {
        appendFileSync(upload.path, bytes, { mode: 0o600 });
      } catch (error) {
        discard(handle);
        return fail(problem('library', { what: `${name.slice(0, 100)} could not be taken.`, why: messageOf(error) }));
      }
      upload.complete = last;
      return ok({ handle });
    },
    text: (handle, limit) => {
      const upload = complete(handle);
      if (!upload.ok) return upload;
      if (upload.value.bytes > limit)
        return fail(
          problem('too-large', {
            what: `${upload.value.name.slice(0, 100)} is over ${limit} bytes.`,
            why: 'This kind of file is small.',
          }),
        );
      return ok({ name: upload.value.name, text: readFileSync(upload.value.path, 'utf8') });
    },
    uploaded: handle => {
      const upload = complete(handle);
      return upload.ok ? ok({ name: upload.value.name, path: upload.value.path, bytes: upload.value.bytes }) : upload;
    },
    chosen: handle => {
      const upload = uploads.get(handle);
      return upload?.borrowed === true ? upload.path : undefined;
    },
    discard,
    adopt,
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
