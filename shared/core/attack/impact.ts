import type { Target } from './edge.ts';
import { open } from './reached.ts';

/** Harm that leads no further. */
export const impactId = (name: string): string => `impact:${name}`;

/** The one target of an edge that rights alone open. */
export const only =
  (id: string): (() => readonly Target[]) =>
  () => [{ id, name: '', ...open }];
