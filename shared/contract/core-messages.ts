import { z } from 'zod';
import { CoreEvent } from './events.ts';
import { Problem } from './problem.ts';

/** What main and the core's process say to each other, as plain messages: a forked Node cannot take a port. */
export const ToCore = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.string(), name: z.string(), input: z.unknown() }),
  z.strictObject({ type: z.literal('cancel'), id: z.string() }),
  /** Puts a finished download where the person chose, in main's own dialog. */
  z.strictObject({ type: z.literal('save'), id: z.string(), handle: z.string(), path: z.string() }),
  /** Arguments of a start while the app was there already, paths absolute; what becomes of it comes as the event `opened`. */
  z.strictObject({ type: z.literal('open'), args: z.array(z.string()) }),
  /** Takes a file that a person chose in main's dialog, like a finished upload; answered with its handle (`ChosenFile`). */
  z.strictObject({ type: z.literal('take'), id: z.string(), path: z.string() }),
  /** The machine slept or its network changed: connections that are open lead nowhere. */
  z.strictObject({ type: z.literal('reconnect') }),
  z.strictObject({ type: z.literal('stop') }),
]);
export type ToCore = z.infer<typeof ToCore>;

export const FromCore = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('reply'), id: z.string(), result: z.unknown() }),
  /** It cannot work at all (the data folder cannot be used): another start would end the same way. */
  z.strictObject({ type: z.literal('failed'), problem: Problem }),
  z.strictObject({ type: z.literal('event'), event: CoreEvent }),
]);
export type FromCore = z.infer<typeof FromCore>;

/** How main reaches a core's process, whichever kind it is. */
export interface CoreProcess {
  post(message: ToCore): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts a core with these arguments: the one seam between the release and the test entry. */
export type StartCore = (args: readonly string[]) => CoreProcess;
