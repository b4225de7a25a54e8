import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import type { Evaluation } from '#contract/evaluation';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { type BundleSource, prepareBundle, type PreparedBundle } from '#core/evidence/bundle';
import { type ReadBundle, readArchive, type ReadOptions, verifyArchive } from '#core/evidence/read-bundle';
import { endOfTar, memberHeader, paddingOf } from '#core/evidence/tar';
import type { VerifyReport } from '#core/evidence/verify';
import { messageOf, systemCode } from '#node/system-error';
import { writeAtomically } from './write-atomically.ts';

export interface BundleOptions {
  /** Gives the event loop a turn (Ports.pause). */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** The same in every release: the bytes of the gzip layer are not promised, but need not differ without cause. */
const gzipLevel = 6;
const chunkBytes = 256 * 1024;

/** More than this from a file that unpacks over `mostRatio`-fold is a bomb, not evidence. */
const freeBytes = 64 * 1024 * 1024;
const mostRatio = 200;
const mostBytes = 8 * 1024 * 1024 * 1024;

async function* tarChunks(prepared: PreparedBundle, pause: () => Promise<void>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for (const member of prepared.members()) {
    const body = Buffer.from(member.text, 'utf8');
    parts.push(memberHeader(member.name, body.length), body, new Uint8Array(paddingOf(body.length)));
    size += body.length + 1024;
    if (size >= chunkBytes) {
      yield Buffer.concat(parts);
      parts = [];
      size = 0;
      await pause();
    }
  }
  parts.push(endOfTar());
  yield Buffer.concat(parts);
}

const cancelled = (what: string): Problem =>
  problem('cancelled', { what: `${what} was cancelled.`, why: 'It was asked to stop.' });

const notWritten = (path: string, error: unknown): Problem =>
  problem('file-unreadable', {
    what: `${path} cannot be written.`,
    why: messageOf(error),
    todo: 'Check the folder, its permissions and the free space, or name another file.',
    at: { file: path },
  });

/** Writes a bundle whole or not at all: mode 0600, through a file beside it. `evaluation` null leaves findings out. */
export const writeBundle = async (
  path: string,
  source: BundleSource,
  evaluation: Evaluation | null,
  options: BundleOptions,
): Promise<Result<{ readonly identity: string; readonly bytes: number }>> => {
  const prepared = await prepareBundle(source, evaluation, { sha256, ...options });
  if (!prepared.ok) return prepared;
  try {
    const bytes = await writeAtomically(
      path,
      Readable.from(tarChunks(prepared.value, options.pause)),
      createGzip({ level: gzipLevel }),
      options.signal,
    );
    return ok({ identity: prepared.value.identity, bytes });
  } catch (error) {
    return fail(options.signal?.aborted === true ? cancelled('Writing the bundle') : notWritten(path, error));
  }
};

class Bomb extends Error {}

async function* unpacked(path: string, packedBytes: number): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // The callback form: errors of either stream surface in the loop below.
  pipeline(createReadStream(path), gunzip, () => undefined);
  let total = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > mostBytes || (total > freeBytes && total > mostRatio * packedBytes)) {
      throw new Bomb(`It unpacks to over ${Math.round(total / 1024 / 1024)} MiB from ${packedBytes} bytes.`);
    }
    yield chunk;
  }
}

const unreadable = (path: string, error: unknown): Problem => {
  const at = { file: path };
  const code = systemCode(error);
  if (error instanceof Bomb) return problem('too-large', { what: `${path} is not unpacked further.`, why: error.message, at });
  if (code === 'ENOENT') return problem('file-missing', { what: `${path} is not there.`, why: 'No file has this name.', at });
  if (code === 'Z_BUF_ERROR')
    return problem('bundle-invalid', {
      what: `${path} is not a complete bundle.`,
      why: 'Its gzip layer ends too early: the file is truncated.',
      at,
    });
  if (code.startsWith('Z_'))
    return problem('bundle-invalid', {
      what: `${path} is not a complete bundle.`,
      why: `Its gzip layer is broken (${messageOf(error)}).`,
      at,
    });
  return problem('file-unreadable', { what: `${path} cannot be read.`, why: messageOf(error), at });
};

const withChunks = async <T>(
  path: string,
  options: BundleOptions,
  use: (chunks: AsyncIterable<Uint8Array>, options: ReadOptions) => Promise<Result<T>>,
): Promise<Result<T>> => {
  let chunks: AsyncGenerator<Uint8Array> | undefined;
  try {
    const { size } = await stat(path);
    chunks = unpacked(path, size);
    return await use(chunks, { sha256, ...options });
  } catch (error) {
    // Only the streams reject (system and zlib errors); anything else is a defect of ours and goes on.
    if (error instanceof Bomb || systemCode(error) !== '') return fail(unreadable(path, error));
    throw error;
  } finally {
    await chunks?.return(undefined);
  }
};

/** Problems: `file-missing`, `file-unreadable`, `too-large`, `bundle-invalid`, `bundle-newer`, `bundle-altered`, `cancelled`. */
export const readBundle = (path: string, options: BundleOptions): Promise<Result<ReadBundle>> =>
  withChunks(path, options, readArchive);

const brokenLayer = (found: Problem): VerifyReport => ({
  state: 'incomplete',
  exit: 2,
  identity: null,
  formatVersion: null,
  signed: false,
  signedBy: null,
  places: [{ where: 'gzip layer', what: found.why }],
  problem: found,
});

/** A file that cannot be read at all is a problem; every other outcome is a report. `expect` is an identity, hex. */
export const verifyBundle = async (
  path: string,
  expect: string | undefined,
  options: BundleOptions,
): Promise<Result<VerifyReport>> => {
  const report = await withChunks(path, options, (chunks, readOptions) => verifyArchive(chunks, readOptions, expect));
  return !report.ok && report.error.code === 'bundle-invalid' ? ok(brokenLayer(report.error)) : report;
};

/** Whether a file starts as gzip does: a bundle, where a dump is text. */
export const looksLikeBundle = async (path: string): Promise<Result<boolean>> => {
  try {
    const handle = await open(path, 'r');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0).finally(() => handle.close());
    return ok(bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b);
  } catch (error) {
    return fail(unreadable(path, error));
  }
};
