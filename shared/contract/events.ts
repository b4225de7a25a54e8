import { z } from 'zod';
import { CaptureProgress } from './capture.ts';
import { Problem } from './problem.ts';

/** A plugin of an imported file would run: show it and ask (`exec.answer`). `env`: names alone. */
export const ExecQuestion = z.strictObject({
  type: z.literal('exec.question'),
  question: z.string(),
  source: z.string(),
  command: z.array(z.string()),
  env: z.array(z.string()),
});
export type ExecQuestion = z.infer<typeof ExecQuestion>;

/** Everything that the core tells by itself. `subscribe` gives them in order; one that is missed is not repeated. */
export const CoreEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('capture.progress'), progress: CaptureProgress }),
  ExecQuestion,
  /** Nobody waits for the answer any more: it was given, or what asked is over. */
  z.strictObject({ type: z.literal('exec.withdrawn'), question: z.string() }),
  z.strictObject({ type: z.literal('plugin.stderr'), context: z.string(), line: z.string() }),
  /** What a person opened from outside while the app was there already: the snapshot, or why there is none. */
  z.strictObject({ type: z.literal('opened'), snapshot: z.string().nullable(), problem: Problem.nullable() }),
  z.strictObject({ type: z.literal('library.changed') }),
  z.strictObject({ type: z.literal('core.restarted') }),
]);
export type CoreEvent = z.infer<typeof CoreEvent>;
