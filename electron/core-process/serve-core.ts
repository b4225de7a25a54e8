import { copyFileSync, chmodSync } from 'node:fs';
import { ToCore, type FromCore } from '#contract/core-messages';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { CoreHost } from '#electron/core-host';

/** The other end, whichever kind of process we are. */
export interface Wire {
  send(message: FromCore): void;
  listen(listener: (message: unknown) => void): void;
}

/** Puts a finished download where main's dialog said. */
const save = (host: CoreHost, handle: string, path: string): Result<{ readonly path: string }, Problem> => {
  const file = host.takeDownload(handle);
  if (file === undefined)
    return fail(problem('input-invalid', { what: 'This download is not there.', why: 'It was fetched already.' }));
  try {
    copyFileSync(file.path, path);
    chmodSync(path, 0o600);
    return ok({ path });
  } catch (error) {
    return fail(
      problem('file-unreadable', {
        what: `${path} could not be written.`,
        why: error instanceof Error ? error.message : 'The system refused.',
      }),
    );
  } finally {
    file.done();
  }
};

/** Answers main's messages with one core until it is told to stop. */
export const serveCore = (host: CoreHost, wire: Wire, stop: () => void): void => {
  const running = new Map<string, AbortController>();
  host.subscribe(event => wire.send({ type: 'event', event }));
  wire.listen(message => {
    const parsed = ToCore.safeParse(message);
    if (!parsed.success) return;
    const { data } = parsed;
    if (data.type === 'stop') stop();
    else if (data.type === 'open') void host.open(data.args);
    else if (data.type === 'cancel') running.get(data.id)?.abort();
    else if (data.type === 'reconnect') host.reconnect();
    else if (data.type === 'take') wire.send({ type: 'reply', id: data.id, result: host.adopt(data.path) });
    else if (data.type === 'save') wire.send({ type: 'reply', id: data.id, result: save(host, data.handle, data.path) });
    else {
      const controller = new AbortController();
      running.set(data.id, controller);
      void host.core.call(data.name, data.input, controller.signal).then(result => {
        running.delete(data.id);
        wire.send({ type: 'reply', id: data.id, result });
      });
    }
  });
  wire.send({ type: 'ready' });
};
