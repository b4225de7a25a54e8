import type { Point } from './scene.ts';

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1.5;

/**
 * Control points of a curve that leaves and enters upright: between two points it swings over at half their height. Each three
 * of (point, control, control) make two quadratic curves, which is what cytoscape draws and SVG can say.
 */
export const uprightCurve = (points: readonly Point[]): readonly Point[] => {
  const [first] = points;
  if (first === undefined || points.every(point => close(point.x, first.x))) return [];
  return points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? first;
    const y = (from.y + to.y) / 2;
    return [
      { x: from.x, y },
      { x: to.x, y },
    ];
  });
};

const half = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

export interface Quadratic {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
}

/** The curves that a start, control points and an end stand for: they meet half way between two controls. */
export const quadratics = (start: Point, controls: readonly Point[], end: Point): readonly Quadratic[] =>
  controls.map((control, index) => {
    const before = controls[index - 1];
    const after = controls[index + 1];
    return {
      from: before === undefined ? start : half(before, control),
      control,
      to: after === undefined ? end : half(control, after),
    };
  });

const at = ({ from, control, to }: Quadratic, t: number): Point => {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return { x: a * from.x + b * control.x + c * to.x, y: a * from.y + b * control.y + c * to.y };
};

/** The point of the curve at this height, for what lies on it; the middle where it never comes there. */
export const pointAtHeight = (start: Point, controls: readonly Point[], end: Point, y: number): Point => {
  const steps = 16;
  const points =
    controls.length === 0
      ? Array.from({ length: steps + 1 }, (_, step) => ({
          x: start.x + ((end.x - start.x) * step) / steps,
          y: start.y + ((end.y - start.y) * step) / steps,
        }))
      : quadratics(start, controls, end).flatMap(curve =>
          Array.from({ length: steps + 1 }, (_, step) => at(curve, step / steps)),
        );
  return points.reduce(
    (best, point) => (Math.abs(point.y - y) < Math.abs(best.y - y) ? point : best),
    points[0] ?? half(start, end),
  );
};

/** How cytoscape writes a control point: how far along the straight line, and how far beside it. */
export const alongAndBeside = (
  start: Point,
  end: Point,
  point: Point,
): { readonly weight: number; readonly distance: number } => {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy) || 1;
  const [px, py] = [point.x - start.x, point.y - start.y];
  return { weight: (px * dx + py * dy) / length ** 2, distance: (-px * dy + py * dx) / length };
};

/** The same as a path of SVG. */
export const svgPath = (start: Point, controls: readonly Point[], end: Point): string => {
  const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return controls.length === 0
    ? `M${text(start)}L${text(end)}`
    : `M${text(start)}${quadratics(start, controls, end)
        .map(({ control, to }) => `Q${text(control)} ${text(to)}`)
        .join('')}`;
};
