import { z } from 'zod';

const FindingId = z.string().max(200);

/** Patches of one object that get in each other's way, and what a person decided: one of them, or (null) all merged. */
export const TrayChoice = z.strictObject({ findings: z.array(FindingId).min(2).max(100), keep: FindingId.nullable() });
export type TrayChoice = z.infer<typeof TrayChoice>;

/** The patches that were chosen in one snapshot, by their findings. What they are is asked of the core. */
export const Tray = z.strictObject({
  /** In the order in which they were chosen. */
  chosen: z.array(FindingId).max(500),
  /** Of these, those that stay in the tray but out of the export. */
  left: z.array(FindingId).max(500),
  choices: z.array(TrayChoice).max(250),
});
export type Tray = z.infer<typeof Tray>;

export const emptyTray: Tray = { chosen: [], left: [], choices: [] };
