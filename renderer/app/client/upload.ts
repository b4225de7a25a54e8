import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import type { AppClient } from './app-client.ts';
import { cancelled } from './problem-of.ts';

const pieceBytes = 512 * 1024;

const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
};

interface UploadOptions {
  readonly signal?: AbortSignal;
  /** Bytes that have arrived. */
  readonly onSent?: (bytes: number) => void;
}

/** Puts a file's contents into a handle piece by piece: the page never names a path. */
export const upload = async (
  client: AppClient,
  file: Blob,
  name: string,
  { signal, onSent }: UploadOptions = {},
): Promise<Result<string, Problem>> => {
  let handle: string | null = null;
  for (let at = 0; ; at += pieceBytes) {
    if (signal?.aborted === true) return cancelled();
    const end = Math.min(at + pieceBytes, file.size);
    const chunk = base64(new Uint8Array(await file.slice(at, end).arrayBuffer()));
    const last = end >= file.size;
    const reply: Result<{ handle: string }, Problem> = await client.call('upload.put', {
      handle,
      name: name.slice(-255),
      chunk,
      last,
    });
    if (!reply.ok) return reply;
    onSent?.(end);
    handle = reply.value.handle;
    if (last) return ok(handle);
  }
};
