import type { Box } from './scene.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The nearest box in a direction: what lies straight ahead goes before what lies aside. */
export const boxTowards = (boxes: readonly Box[], from: string | null, direction: Direction): Box | undefined => {
  const start = boxes.find(({ id }) => id === from);
  if (start === undefined) return boxes[0];
  const sign = direction === 'down' || direction === 'right' ? 1 : -1;
  const upright = direction === 'up' || direction === 'down';
  const ahead = boxes.flatMap(box => {
    const [dx, dy] = [box.x - start.x, box.y - start.y];
    const forward = (upright ? dy : dx) * sign;
    const aside = Math.abs(upright ? dx : dy);
    return box.id === start.id || forward <= 4 ? [] : [{ box, far: forward + aside * (upright ? 1.2 : 2.5) }];
  });
  return ahead.reduce<(typeof ahead)[number] | undefined>(
    (best, one) => (best === undefined || one.far < best.far ? one : best),
    undefined,
  )?.box;
};

/** In the order in which it is read: rows from the top, each from the left. */
export const inReadingOrder = (boxes: readonly Box[]): readonly Box[] =>
  [...boxes].sort((a, b) => (Math.abs(a.y - b.y) > 12 ? a.y - b.y : a.x - b.x));
