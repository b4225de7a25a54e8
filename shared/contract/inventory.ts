import { z } from 'zod';
import { ContextEntry } from './context.ts';
import { ClusterNote } from './settings.ts';
import { ContextRef } from './snapshot.ts';

export const LastSnapshot = z.strictObject({ id: z.string(), title: z.string(), capturedAt: z.string(), partial: z.boolean() });
export type LastSnapshot = z.infer<typeof LastSnapshot>;

/** A context with what a person says about it and the newest snapshot that was captured from it. */
export const InventoryEntry = ContextEntry.extend({
  /** In which it is defined: a source may be a list of files. Null for pasted text. */
  file: z.string().nullable(),
  note: ClusterNote.nullable(),
  last: LastSnapshot.nullable(),
  /** `never`: no snapshot of it is here. `overdue`: older than the cadence that is wanted. `current`: neither. */
  due: z.enum(['never', 'overdue', 'current']),
  /** RFC 3339; null where no cadence is wanted or nothing was captured yet. */
  dueAt: z.string().nullable(),
  readOnly: z.boolean(),
});
export type InventoryEntry = z.infer<typeof InventoryEntry>;

export const VanishedNote = z.strictObject({ context: ContextRef, note: ClusterNote, last: LastSnapshot.nullable() });
export type VanishedNote = z.infer<typeof VanishedNote>;
