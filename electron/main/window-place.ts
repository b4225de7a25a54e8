import { z } from 'zod';

const coordinate = z.number().int().min(-100_000).max(100_000);

/** Where a window was, in the screen's own units. Zoom is Chromium's level: 0 is 100 %, one step a factor of 1.2. */
export const WindowPlace = z.strictObject({
  x: coordinate,
  y: coordinate,
  width: z.number().int().min(1).max(100_000),
  height: z.number().int().min(1).max(100_000),
  maximised: z.boolean(),
  zoom: z.number().min(-4).max(6),
});
export type WindowPlace = z.infer<typeof WindowPlace>;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const smallest = { width: 1024, height: 640 } as const;
export const usual = { width: 1440, height: 900 } as const;

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);

/** As much of its title bar as a person needs to take hold of it. */
const canBeHeld = (place: Rectangle, area: Rectangle): boolean =>
  overlap(place.x, place.width, area.x, area.width) >= 120 && place.y >= area.y - 4 && place.y <= area.y + area.height - 40;

const fit = (length: number, least: number, most: number): number => Math.min(Math.max(length, least), Math.max(most, 1));

const centred = (width: number, height: number, area: Rectangle): Rectangle => ({
  x: Math.round(area.x + (area.width - width) / 2),
  y: Math.round(area.y + (area.height - height) / 2),
  width,
  height,
});

/**
 * Where to open a window: as it was kept where that is on a screen of now, else in the middle of the first screen. Never
 * larger than the screen it is on. `areas`: the work areas of all screens, the primary one first.
 */
export const placeFor = (kept: WindowPlace | null, areas: readonly Rectangle[]): WindowPlace => {
  const [primary = { x: 0, y: 0, ...usual }] = areas;
  const { zoom = 0, maximised = false } = kept ?? {};
  const area = (kept === null ? undefined : areas.find(each => canBeHeld(kept, each))) ?? primary;
  const width = fit(kept?.width ?? usual.width, smallest.width, area.width);
  const height = fit(kept?.height ?? usual.height, smallest.height, area.height);
  const stays = kept !== null && canBeHeld(kept, area);
  const bounds = stays ? { x: kept.x, y: kept.y, width, height } : centred(width, height, area);
  return { ...bounds, zoom, maximised };
};

/** A further window stands a little lower, so that both can be seen. */
export const besides = (place: WindowPlace, areas: readonly Rectangle[]): WindowPlace =>
  placeFor({ ...place, x: place.x + 28, y: place.y + 28, maximised: false }, areas);
