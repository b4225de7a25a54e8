import { z } from 'zod';
import { method } from './method.ts';

const SnapshotId = z.string().min(1).max(200);

/** A file that a person chose in the system's own dialog, as a handle like an upload's: the path stays with main. */
export const ChosenFile = z.strictObject({ handle: z.string(), name: z.string() });
export type ChosenFile = z.infer<typeof ChosenFile>;

/** Calls that the host answers, not the core: what they touch is windows and dialogs. */
export const hostMethods = {
  /** A further window, or a tab of the loopback page, on this snapshot; null: on the start page. */
  'host.openWindow': method({
    kind: 'command',
    effect: 'none',
    answeredBy: 'host',
    input: z.strictObject({ snapshot: SnapshotId.nullable() }),
    output: z.strictObject({}),
  }),
  /** Null where the person chose nothing. The loopback page has the browser's own dialog instead: `not-available`. */
  'host.chooseFile': method({
    kind: 'query',
    effect: 'none',
    answeredBy: 'host',
    input: z.strictObject({ kind: z.enum(['bundle', 'kubeconfig', 'kubeconfig-folder']) }),
    output: z.strictObject({ file: ChosenFile.nullable() }),
  }),
} as const;

export type HostMethodName = keyof typeof hostMethods;

export const isHostMethodName = (name: unknown): name is HostMethodName =>
  typeof name === 'string' && Object.hasOwn(hostMethods, name);
