import process from 'node:process';
import { composeHost } from '#electron/compose';
import { serveCore, type Wire } from './serve-core.ts';

/** What Electron's utility process has beside Node's `process`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort;

const wire: Wire =
  parentPort === undefined
    ? {
        send: message => {
          if (process.connected) process.send?.(message);
        },
        listen: listener => process.on('message', listener),
      }
    : {
        send: message => parentPort.postMessage(message),
        listen: listener => parentPort.on('message', event => listener(event.data)),
      };

const composed = await composeHost({ host: 'desktop', args: process.argv.slice(2), env: process.env });
if (composed.ok) {
  const host = composed.value;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void host.close().then(() => process.exit(0));
  };
  // A parent that died without a word takes the core with it; one that ends it has no time to wait for an answer.
  process.on('disconnect', stop);
  process.on('SIGTERM', stop);
  serveCore(host, wire, stop);
} else {
  process.stderr.write(`plumbline: ${composed.error.what} ${composed.error.why}\n`);
  wire.send({ type: 'failed', problem: composed.error });
  // Time for the message to leave.
  setTimeout(() => process.exit(1), 300);
}
