import cytoscape, { type Core, type ElementDefinition, type EventObject } from 'cytoscape';
import { badgeOf, boxId, elementsOf, lineId, partsOfBox, wordOf } from './elements.ts';
import type { Look, Theme } from './look.ts';
import { boundsOf, type Point, type Scene } from './scene.ts';
import { styleOf } from './style.ts';

export interface Eye {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface ViewEvents {
  readonly onPick: (picked: { readonly is: 'node' | 'edge'; readonly id: string } | null) => void;
  readonly onExpand: (node: string) => void;
  readonly onPin: (node: string, at: Point) => void;
  /** After the person has moved or zoomed and rests. */
  readonly onEye: (eye: Eye) => void;
}

export interface View {
  readonly show: (scene: Scene, look: Look, theme: Theme) => void;
  readonly fit: (around?: string | null) => void;
  readonly zoomBy: (factor: number) => void;
  readonly lookFrom: (eye: Eye) => void;
  /** Moves the drawing as little as it takes for the box to be seen. */
  readonly reveal: (node: string) => void;
  readonly png: (background: string) => Promise<Blob>;
  readonly destroy: () => void;
}

const sides = 16;
/** Below it the words cannot be read: a drawing that does not fit is shown in part. */
const readable = 0.62;
const largest = 1.15;
/** With more lines they step back behind the boxes. */
const dense = 150;
const mostLit = 40;

const stateOf = (element: ElementDefinition): string => JSON.stringify(element);

/** Classes of each element that the look asks for. */
const classesOf = (look: Look): Map<string, string> => {
  const classes = new Map<string, string>();
  const wear = (id: string, more: string): void => void classes.set(id, `${classes.get(id) ?? ''} ${more}`.trim());
  const wearLine = (line: string, more: string): void => {
    for (const id of [lineId(line), `words ${line}`, `badge ${line}`]) wear(id, more);
  };
  for (const box of look.onPath) wear(boxId(box), 'on-path');
  if (look.start !== null) wear(boxId(look.start), look.onPath.has(look.start) ? 'start' : 'start on-path');
  if (look.end !== null) wear(boxId(look.end.id), `end ${look.end.severity}`);
  for (const box of look.pinned) wear(boxId(box), 'pinned');
  for (const line of look.steps.keys()) wearLine(line, 'on-path');
  if (look.selected?.is === 'node') wear(boxId(look.selected.id), 'picked');
  if (look.selected?.is === 'edge') wearLine(look.selected.id, 'picked');
  return classes;
};

/** Draws with cytoscape: pixels, pan, zoom and hits. What is drawn comes from the scene alone. */
export const openView = (container: HTMLElement, events: ViewEvents, many: boolean): View => {
  const cy: Core = cytoscape({
    container,
    minZoom: 0.05,
    maxZoom: 3,
    boxSelectionEnabled: false,
    autounselectify: true,
    // Large drawings: while they move, a picture of them does.
    hideEdgesOnViewport: many,
    textureOnViewport: many,
    motionBlur: false,
    pixelRatio: many ? 1 : 'auto',
  });
  let shown = new Map<string, string>();
  let scene: Scene = { boxes: [], lines: [], bands: [] };
  let style = '';
  let drawnFrom: Scene | null = null;
  let drawnBadges = '';
  let quiet = false;

  let worn = new Map<string, string>();
  /** Only what looks otherwise than before is touched: each change of a class has its price with a thousand edges. */
  const dress = (look: Look): void => {
    const wanted = classesOf(look);
    for (const [id, classes] of worn) if (wanted.get(id) !== classes) cy.getElementById(id).removeClass(classes);
    for (const [id, classes] of wanted) {
      const element = cy.getElementById(id);
      if (element.nonempty()) element.addClass(classes);
    }
    worn = wanted;
  };

  const wanted = (look: Look): readonly ElementDefinition[] => [
    ...elementsOf(scene, many),
    ...scene.lines.flatMap(line => {
      const label = look.steps.get(line.id)?.toString() ?? look.letters.get(line.id);
      return label === undefined ? [] : [badgeOf(line, label, '')];
    }),
    ...scene.boxes.flatMap(box => (box.id === look.end?.id ? wordOf(box, look.end.severity) : [])),
  ];

  const update = (elements: readonly ElementDefinition[]): void => {
    drawnFrom = scene;
    const next = new Map(elements.map(element => [String(element.data.id), stateOf(element)]));
    const gone = [...shown.keys()].filter(id => next.get(id) !== shown.get(id));
    const stale = new Set(gone);
    const fresh = elements.filter(element => shown.get(String(element.data.id)) !== next.get(String(element.data.id)));
    // A box takes its lines along: those that stay are drawn again.
    const boxes = new Set(gone.filter(id => id.startsWith('box ')));
    const dragged = elements.filter(
      element =>
        element.group === 'edges' &&
        !fresh.includes(element) &&
        (boxes.has(String(element.data['source'])) || boxes.has(String(element.data['target']))),
    );
    for (const id of stale) cy.getElementById(id).remove();
    cy.add([...fresh.filter(({ group }) => group === 'nodes'), ...fresh.filter(({ group }) => group === 'edges'), ...dragged]);
    shown = next;
  };

  const show: View['show'] = (nextScene, look, nextTheme) => {
    scene = nextScene;
    const styled = `${JSON.stringify(nextTheme)} ${nextScene.lines.length > dense}`;
    if (style !== styled) cy.style(styleOf(nextTheme, nextScene.lines.length > dense));
    style = styled;
    const badges = JSON.stringify([[...look.steps], [...look.letters], look.end]);
    cy.batch(() => {
      if (drawnFrom !== scene || drawnBadges !== badges) update(wanted(look));
      drawnBadges = badges;
      dress(look);
    });
  };

  const lightUp = (lines: readonly string[]): void => {
    // Of a crowd only what is next to it is lit, and nothing steps back: a frame has no time for more.
    if (many) {
      cy.batch(() => {
        for (const line of lines.slice(0, mostLit)) cy.getElementById(lineId(line)).addClass('lit');
      });
      return;
    }
    const lit = new Set(lines);
    const boxes = new Set(scene.lines.filter(({ id }) => lit.has(id)).flatMap(({ from, to }) => [from, to]));
    cy.batch(() => {
      cy.elements().forEach(element => {
        const box = element.data('box') as string | undefined;
        const line = element.data('line') as string | undefined;
        const isLit = (box !== undefined && boxes.has(box)) || (line !== undefined && lit.has(line));
        if (element.hasClass('band') || element.hasClass('band-title')) return;
        element.toggleClass('lit', isLit).toggleClass('dim', !isLit);
      });
    });
  };
  const lightsOut = (): void =>
    cy.batch(() => {
      cy.elements('.lit, .dim').removeClass('lit dim');
    });

  /** Lines that lead on from a box (or lead to it), over and over; nothing leads on behind what blocks. */
  const ways = (start: string, direction: 'on' | 'back'): readonly string[] => {
    const [near, far] = direction === 'on' ? (['from', 'to'] as const) : (['to', 'from'] as const);
    const seen = new Set([start]);
    const lines: string[] = [];
    for (const at of seen)
      for (const line of scene.lines) {
        if (line[near] !== at) continue;
        lines.push(line.id);
        if (!line.blocked) seen.add(line[far]);
      }
    return lines;
  };

  const ofEvent = (event: EventObject): { readonly box: string | undefined; readonly line: string | undefined } => {
    const target = event.target as { data?: (name: string) => unknown };
    const read = (name: string): string | undefined => target.data?.(name) as string | undefined;
    return event.target === cy ? { box: undefined, line: undefined } : { box: read('box'), line: read('line') };
  };
  cy.on('tap', event => {
    const { box, line } = ofEvent(event);
    if (box !== undefined) events.onPick({ is: 'node', id: box });
    else if (line !== undefined) events.onPick({ is: 'edge', id: line });
    else events.onPick(null);
  });
  cy.on('dbltap', event => {
    const { box } = ofEvent(event);
    if (box !== undefined) events.onExpand(box);
  });
  cy.on('mouseover', '.box, edge, .badge', event => {
    const { box, line } = ofEvent(event);
    container.style.cursor = 'pointer';
    const hit = scene.lines.find(({ id }) => id === line);
    if (many) lightUp(scene.lines.filter(one => one.id === line || one.from === box || one.to === box).map(({ id }) => id));
    else if (box !== undefined) lightUp([...ways(box, 'back'), ...ways(box, 'on')]);
    else if (hit !== undefined) lightUp([...ways(hit.from, 'back'), hit.id, ...(hit.blocked ? [] : ways(hit.to, 'on'))]);
  });
  cy.on('mouseout', '.box, edge, .badge', () => {
    container.style.cursor = '';
    lightsOut();
  });
  cy.on('drag', '.box', event => {
    const { box } = ofEvent(event);
    const at = scene.boxes.find(({ id }) => id === box);
    if (at === undefined || box === undefined) return;
    const now = cy.getElementById(boxId(box)).position();
    cy.batch(() => {
      for (const id of partsOfBox(box)) {
        const part = cy.getElementById(id);
        const home = homes.get(id);
        if (part.empty() || home === undefined) continue;
        part.position({ x: home.x + now.x - at.x, y: home.y + now.y - at.y });
      }
    });
  });
  const homes = new Map<string, Point>();
  cy.on('grab', '.box', event => {
    const { box } = ofEvent(event);
    homes.clear();
    for (const id of partsOfBox(box ?? '')) {
      const part = cy.getElementById(id);
      if (part.nonempty()) homes.set(id, { ...part.position() });
    }
  });
  cy.on('dragfree', '.box', event => {
    const { box } = ofEvent(event);
    if (box !== undefined) events.onPin(box, { ...cy.getElementById(boxId(box)).position() });
  });

  const eyeNow = (): Eye => {
    const { x1, y1, w, h } = cy.extent();
    return { zoom: cy.zoom(), x: x1 + w / 2, y: y1 + h / 2 };
  };
  let rest: ReturnType<typeof setTimeout> | undefined;
  cy.on('viewport', () => {
    container.dataset['zoom'] = cy.zoom().toFixed(3);
    if (quiet) return;
    clearTimeout(rest);
    rest = setTimeout(() => events.onEye(eyeNow()), 700);
  });
  const silently = (run: () => void): void => {
    quiet = true;
    run();
    quiet = false;
  };

  const lookFrom: View['lookFrom'] = ({ zoom, x, y }) =>
    silently(() => cy.viewport({ zoom, pan: { x: cy.width() / 2 - x * zoom, y: cy.height() / 2 - y * zoom } }));

  const fit: View['fit'] = (around = null) => {
    const { left, right, top, bottom } = boundsOf(scene);
    const [width, height] = [cy.width() - 2 * sides, cy.height() - 2 * sides];
    if (right <= left || width <= 0 || height <= 0) return;
    const whole = Math.min(width / (right - left), height / (bottom - top));
    const zoom = Math.min(largest, Math.max(readable, whole));
    const box = scene.boxes.find(({ id }) => id === around);
    const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
    // What does not fit begins at its start, in the direction that is too long.
    const along = (size: number, room: number, low: number, high: number, centre: number, at: number | undefined): number => {
      if ((high - low) * zoom <= room) return centre;
      const half = size / 2 / zoom;
      return Math.min(high + sides / zoom - half, Math.max(low - sides / zoom + half, at ?? low));
    };
    lookFrom({
      zoom,
      x: along(cy.width(), width, left, right, middle.x, box?.x),
      y: along(cy.height(), height, top, bottom, middle.y, box?.y),
    });
  };

  return {
    show,
    fit,
    lookFrom,
    zoomBy: factor => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
    reveal: node => {
      const box = cy.getElementById(boxId(node));
      if (box.empty()) return;
      const { x1, x2, y1, y2 } = box.renderedBoundingBox();
      const by = (low: number, high: number, room: number): number =>
        low < 12 ? 12 - low : high > room - 12 ? room - 12 - high : 0;
      const move = { x: by(x1, x2, cy.width()), y: by(y1, y2, cy.height()) };
      if (move.x !== 0 || move.y !== 0) silently(() => void cy.panBy(move));
    },
    png: background => cy.png({ output: 'blob-promise', full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: background }),
    destroy: () => {
      clearTimeout(rest);
      cy.destroy();
    },
  };
};
