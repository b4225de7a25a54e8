import { runCli } from './program.ts';
import { processHost } from './process-host.ts';
import { removeUnfinished } from './output-file.ts';

/** Ctrl-C stops within a second: what does not stop by itself until then is ended. */
const graceMs = 900;

/** A code of its own: 1 would say that findings were there. */
const defectCode = 70;

const interrupt = new AbortController();

const stop = (): void => {
  if (interrupt.signal.aborted) return;
  interrupt.abort();
  setTimeout(() => {
    // A progress bar that had no time to stop leaves the terminal without line wrap.
    if (process.stderr.isTTY) process.stderr.write('\u001b[?7h\n');
    process.exit(130);
  }, graceMs).unref();
};

// A terminal's Ctrl-C reaches every process of the group, and launchers pass it on once more: the first one counts.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.on('exit', removeUnfinished);

try {
  process.exit(await runCli(process.argv.slice(2), processHost(interrupt.signal)));
} catch (error) {
  process.stderr.write(
    `plumbline: this is a defect of Plumbline, please report it.\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(defectCode);
}
