import { join } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { composeHost } from '#electron/compose';
import { startWebHost, type WebHost } from './server.ts';

export interface ServeOptions {
  /** A bundle to show, or nothing. */
  readonly file: string | undefined;
  readonly demo: boolean;
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onReady: (url: string) => void;
  readonly signal: AbortSignal;
}

const notBound = (port: number, error: unknown): Problem =>
  problem('usage', {
    what: `Port ${port} on 127.0.0.1 cannot be used.`,
    why: error instanceof Error ? error.message : 'The system refused it.',
    todo: 'Name another with --port, or leave it out for any free one.',
  });

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The same interface as the desktop app, on 127.0.0.1 alone, until the signal ends it. */
export const startServe = async ({ file, demo, port, env, onReady, signal }: ServeOptions): Promise<Result<void, Problem>> => {
  const host = await composeHost({ host: 'page', args: demo ? ['--demo'] : file === undefined ? [] : [file], env });
  if (!host.ok) return host;
  let web: WebHost;
  try {
    // The bundled command line lies in dist/node; the page beside it.
    web = await startWebHost({ ...host.value, renderer: join(import.meta.dirname, '..', 'renderer'), port });
  } catch (error) {
    await host.value.close();
    return fail(notBound(port, error));
  }
  onReady(web.url());
  await untilAborted(signal);
  await web.close();
  await host.value.close();
  return ok(undefined);
};
