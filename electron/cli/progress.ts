import type { SingleBar } from 'cli-progress';
import type { CaptureProgress, ResourceProgress } from '#contract/capture';
import { visibleText } from '#core/reports/visible-text';
import type { CliHost } from './host.ts';

export interface ProgressView {
  readonly show: (progress: CaptureProgress) => void;
  /** Takes the bar away; call it before anything else is written. */
  readonly stop: () => void;
}

const silent: ProgressView = { show: () => {}, stop: () => {} };

const endStates = new Set<ResourceProgress['state']>(['full', 'partial', 'denied', 'not-served', 'failed', 'skipped']);

const doneOf = (progress: CaptureProgress): number => progress.resources.filter(resource => endStates.has(resource.state)).length;

const detailOf = (progress: CaptureProgress): string => {
  const waits =
    progress.retries + progress.throttled === 0 ? '' : `, ${progress.retries} retries, ${progress.throttled} throttled`;
  return `${progress.objects} objects, ${progress.requests} requests${waits}`;
};

const busyOf = (progress: CaptureProgress): string =>
  progress.resources
    .filter(resource => resource.state === 'reading' || resource.state === 'retrying')
    .map(resource => resource.resource)
    .slice(0, 2)
    .join(', ');

/** Lines no closer than this, so that a log of CI stays readable. */
const lineEveryMs = 2_000;

const plainLines = (host: CliHost): ProgressView => {
  let phase = '';
  let last = -Infinity;
  return {
    show: progress => {
      const now = host.elapsed();
      if (progress.phase === phase && now - last < lineEveryMs) return;
      phase = progress.phase;
      last = now;
      const resources = progress.resources.length === 0 ? '' : `, ${doneOf(progress)} of ${progress.resources.length} resources`;
      void host.err.write(`plumbline: ${progress.phase}${resources}, ${detailOf(progress)}\n`);
    },
    stop: () => {},
  };
};

const bar = async (stream: NodeJS.WritableStream): Promise<ProgressView> => {
  const { SingleBar: Bar, Presets } = await import('cli-progress');
  let shown: SingleBar | undefined;
  return {
    show: progress => {
      const total = Math.max(1, progress.resources.length);
      const payload = { phase: progress.phase, detail: detailOf(progress), busy: visibleText(busyOf(progress), 60) };
      if (shown === undefined) {
        // The cursor stays, so that nothing needs to be restored after Ctrl-C.
        shown = new Bar(
          {
            stream,
            format: '{phase} {bar} {value}/{total} resources, {detail} {busy}',
            hideCursor: false,
            clearOnComplete: true,
            linewrap: false,
            barsize: 24,
          },
          Presets.shades_classic,
        );
        shown.start(total, 0, payload);
      }
      shown.setTotal(total);
      shown.update(doneOf(progress), payload);
    },
    stop: () => {
      shown?.stop();
      shown = undefined;
    },
  };
};

/** A bar on a terminal, plain lines elsewhere, nothing with `--quiet`: always on stderr. */
export const progressView = async (host: CliHost, quiet: boolean): Promise<ProgressView> => {
  if (quiet) return silent;
  const terminal = host.err.isTTY && host.env['TERM'] !== 'dumb';
  return terminal && host.err.stream !== undefined ? bar(host.err.stream) : plainLines(host);
};
