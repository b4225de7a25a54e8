import { z } from 'zod';
import { CaptureProgress } from './capture.ts';
import { DoctorStep } from './context.ts';
import { Problem } from './problem.ts';
import { ContextRef } from './snapshot.ts';

/** A plugin of an imported file would run: show it and ask (`exec.answer`). `env`: names alone. */
export const ExecQuestion = z.strictObject({
  type: z.literal('exec.question'),
  question: z.string(),
  source: z.string(),
  command: z.array(z.string()),
  env: z.array(z.string()),
  /** By which the answer can be remembered (`ExecTrust.hash`); absent where it cannot be. */
  trust: z.string().optional(),
});
export type ExecQuestion = z.infer<typeof ExecQuestion>;

/** What the native menu leaves to the page. */
export const MenuCommand = z.enum([
  'open-bundle',
  'import-kubeconfig',
  'import-folder',
  'export-snapshot',
  'settings',
  'shortcuts',
  'palette',
  'theme-system',
  'theme-light',
  'theme-dark',
  'theme-contrast',
]);
export type MenuCommand = z.infer<typeof MenuCommand>;

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
  /** By this window, another one, or another process of the same data folder. */
  z.strictObject({ type: z.literal('settings.changed') }),
  /** A step of a `doctor.run` that was given this `run`, as it ended. */
  z.strictObject({ type: z.literal('doctor.step'), run: z.string(), step: DoctorStep }),
  z.strictObject({ type: z.literal('tray.changed'), snapshot: z.string() }),
  z.strictObject({ type: z.literal('core.restarted') }),
  /** A link to a snapshot's finding was opened outside, and is a valid one. */
  z.strictObject({ type: z.literal('link'), snapshot: z.string(), finding: z.string() }),
  /** A person chose this in the window's own menu: the page does what its button would. */
  z.strictObject({ type: z.literal('menu'), command: MenuCommand }),
  /** Live no longer: the machine slept, its network changed, or a cluster took the login no more. Open sockets were dropped. */
  z.strictObject({ type: z.literal('stale'), reason: z.enum(['sleep', 'network', 'login']), context: ContextRef.nullable() }),
]);
export type CoreEvent = z.infer<typeof CoreEvent>;
