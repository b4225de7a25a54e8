import { createReadStream } from 'node:fs';
import type { CliHost, TextOut } from './host.ts';

declare const PLUMBLINE_VERSION: string;

/** More than this on standard input is no manifest; whoever reads it tells. */
const stdinLimit = 256 * 1024 * 1024;

const outOf = (stream: NodeJS.WriteStream): TextOut => {
  let gone = false;
  // `plumbline scan | head`: the reader left, which is no error of ours.
  stream.on('error', () => (gone = true));
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns;
    },
    stream,
    write: text =>
      new Promise(resolve => {
        if (gone) resolve();
        else stream.write(text, () => resolve());
      }),
  };
};

const readStdin = async (): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > stdinLimit) break;
  }
  return Buffer.concat(chunks);
};

const readText = (path: string): AsyncIterable<string> =>
  (path === '-' ? process.stdin.setEncoding('utf8') : createReadStream(path, { encoding: 'utf8' })) as AsyncIterable<string>;

/** The command line in its own process. What only some commands need is loaded when they ask. */
export const processHost = (signal: AbortSignal): CliHost => ({
  out: outOf(process.stdout),
  err: outOf(process.stderr),
  env: process.env,
  version: PLUMBLINE_VERSION,
  signal,
  elapsed: () => performance.now(),
  readStdin,
  readText,
  compose: async options => (await import('#node/engine/compose-cli')).composeCli(options),
  startServe: async request => (await import('../web/serve.ts')).startServe(request),
  startDesktop: async (request, stopped) => (await import('../desktop-launch.ts')).startDesktop(request, stopped),
});
