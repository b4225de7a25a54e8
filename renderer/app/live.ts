import { create } from 'zustand';
import type { CaptureProgress } from '#contract/capture';
import type { CoreEvent } from '#contract/events';

export type ExecQuestion = Extract<CoreEvent, { type: 'exec.question' }>;

interface Live {
  readonly captures: Readonly<Record<string, CaptureProgress>>;
  /** What each capture was started on, as this window knows it. */
  readonly names: Readonly<Record<string, string>>;
  /** The newest capture of this window. */
  readonly latest: string | null;
  readonly questions: readonly ExecQuestion[];
  /** What exec plugins said on stderr, newest last, bounded. */
  readonly stderr: readonly { readonly context: string; readonly line: string }[];
}

/** What the core told by itself since this page is open. Nothing else is kept outside of the query cache. */
export const useLive = create<Live>(() => ({ captures: {}, names: {}, latest: null, questions: [], stderr: [] }));

const ended: ReadonlySet<CaptureProgress['phase']> = new Set(['done', 'cancelled', 'failed']);

export const isRunning = (progress: CaptureProgress | undefined): boolean => progress !== undefined && !ended.has(progress.phase);

export const captureStarted = (id: string, name: string): void =>
  useLive.setState(state => ({ latest: id, names: { ...state.names, [id]: name } }));

export const questionAnswered = (question: string): void =>
  useLive.setState(state => ({ questions: state.questions.filter(entry => entry.question !== question) }));

/** What a core that is gone was doing is over, and nobody waits for answers to its questions. */
const coreGone = (): void =>
  useLive.setState(state => ({
    captures: Object.fromEntries(
      Object.entries(state.captures).map(([id, progress]) => [
        id,
        isRunning(progress) ? { ...progress, phase: 'failed' as const } : progress,
      ]),
    ),
    questions: [],
  }));

export const takeEvent = (event: CoreEvent): void => {
  if (event.type === 'capture.progress') {
    const { progress } = event;
    useLive.setState(state => ({
      captures: { ...state.captures, [progress.captureId]: progress },
      latest: state.latest ?? progress.captureId,
    }));
  } else if (event.type === 'exec.question') {
    useLive.setState(state => ({ questions: [...state.questions.filter(entry => entry.question !== event.question), event] }));
  } else if (event.type === 'core.restarted') {
    coreGone();
  } else if (event.type === 'exec.withdrawn') {
    questionAnswered(event.question);
  } else if (event.type === 'plugin.stderr') {
    useLive.setState(state => ({
      stderr: [...state.stderr, { context: event.context, line: event.line.slice(0, 2000) }].slice(-50),
    }));
  }
};
