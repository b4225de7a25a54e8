import type { ElementDefinition } from 'cytoscape';
import { tagWidth } from './boxes.ts';
import { cutMiddle } from './fit-text.ts';
import { alongAndBeside } from './curve.ts';
import { type Band, type Box, type Line, monoWidth, type Scene, textWidth } from './scene.ts';

/** A box and what is drawn with it: cytoscape gives a node one text, ours have up to four. */
export const partsOfBox = (id: string): readonly string[] => [
  `stack ${id}`,
  `tag ${id}`,
  `label ${id}`,
  `word ${id}`,
  `glyph ${id}`,
];

export const boxId = (id: string): string => `box ${id}`;
export const lineId = (id: string): string => `line ${id}`;

const still = { grabbable: false, selectable: false, pannable: true } as const;

const text = (
  id: string,
  x: number,
  y: number,
  label: string,
  classes: string,
  data: Record<string, unknown> = {},
): ElementDefinition => ({
  group: 'nodes',
  data: { id, label, ...data },
  position: { x, y },
  classes: `text ${classes}`,
  ...still,
});

const widthOfText = (label: string): number => Math.max(...label.split('\n').map(line => Array.from(line).length)) * textWidth;

const ofBand = (band: Band, index: number): readonly ElementDefinition[] => [
  {
    group: 'nodes',
    data: { id: `band ${index}`, w: band.width, h: band.height },
    position: { x: band.x + band.width / 2, y: band.y + band.height / 2 },
    classes: 'band',
    ...still,
  },
  text(`band-title ${index}`, band.x + 12, band.y + 16, band.title, 'band-title'),
];

const ofBox = (box: Box, plain: boolean): readonly ElementDefinition[] => {
  const left = box.x - box.width / 2;
  // In a crowd one text has to do: each part of a box costs as much as a box.
  const shown = plain
    ? `${box.name}\n${cutMiddle(`${box.tag}  ${box.label}`, Math.floor((box.width - 22) / monoWidth))}`
    : box.name;
  const nameWidth = Math.max(...shown.split('\n').map(line => Array.from(line).length)) * monoWidth;
  const data = { box: box.id };
  return [
    ...(box.folded
      ? [
          {
            group: 'nodes' as const,
            data: { id: `stack ${box.id}`, w: box.width, h: box.height, ...data },
            position: { x: box.x + 5, y: box.y - 5 },
            classes: 'stack',
            ...still,
          },
        ]
      : []),
    {
      group: 'nodes',
      data: {
        id: boxId(box.id),
        w: box.width,
        h: box.height,
        label: shown,
        nameX: nameWidth / 2 - box.width / 2 + 11,
        ...data,
      },
      position: { x: box.x, y: box.y },
      classes: `box ${box.ghost ? 'ghost' : ''} ${plain ? 'plain' : ''}`,
      selectable: false,
      pannable: false,
    },
    ...(plain ? [] : partsBeside(box, left, data)),
  ];
};

const partsBeside = (box: Box, left: number, data: Record<string, unknown>): readonly ElementDefinition[] => [
  {
    group: 'nodes',
    data: { id: `tag ${box.id}`, w: tagWidth(box.tag), label: box.tag, ...data },
    position: { x: left + 11 + tagWidth(box.tag) / 2, y: box.y + 11 },
    classes: 'tag',
    ...still,
  },
  text(`label ${box.id}`, left + 11 + tagWidth(box.tag) + 6, box.y + 11, box.label, 'label', data),
];

/** With more lines than this long bars would be all there is to see. */
const mostBars = 40;

const ofLine = (line: Line, boxes: ReadonlyMap<string, Box>, scene: Scene): readonly ElementDefinition[] => {
  const [from, to] = [boxes.get(line.from), boxes.get(line.to)];
  if (from === undefined || to === undefined) return [];
  const across = scene.lines.length > mostBars ? 14 : 40;
  const along = line.controls.map(point => alongAndBeside(line.start, line.end, point));
  const data = { line: line.id };
  return [
    {
      group: 'edges',
      data: {
        id: lineId(line.id),
        source: boxId(line.from),
        target: boxId(line.to),
        sourceEnd: `${(line.start.x - from.x).toFixed(1)}px ${(line.start.y - from.y).toFixed(1)}px`,
        targetEnd: `${(line.end.x - to.x).toFixed(1)}px ${(line.end.y - to.y).toFixed(1)}px`,
        ...(along.length === 0
          ? {}
          : {
              weights: along.map(({ weight }) => weight.toFixed(4)).join(' '),
              distances: along.map(({ distance }) => distance.toFixed(2)).join(' '),
            }),
        ...data,
      },
      classes: `edge ${along.length === 0 ? 'straight' : 'curved'} ${line.blocked ? 'blocked' : ''}`,
      selectable: false,
    },
    ...(line.bar === null
      ? []
      : [
          {
            group: 'nodes' as const,
            data: {
              id: `bar ${line.id}`,
              w: line.bar.across === 'x' ? across : 4,
              h: line.bar.across === 'x' ? 4 : across,
              ...data,
            },
            position: { ...line.bar.at },
            classes: 'bar',
            ...still,
          },
        ]),
    ...(line.label === null
      ? []
      : [
          text(
            `words ${line.id}`,
            line.label.x,
            line.label.y,
            line.label.text,
            line.label.align === 'right' ? 'words to-left' : 'words',
            {
              w: widthOfText(line.label.text),
              ...data,
            },
          ),
        ]),
    ...(line.stop === null
      ? []
      : [
          text(
            `stop ${line.id}`,
            line.stop.x,
            line.stop.y,
            line.stop.text,
            line.stop.align === 'right' ? 'words stop to-left' : 'words stop',
            {
              w: widthOfText(line.stop.text),
              ...data,
            },
          ),
        ]),
  ];
};

/** A number or a letter on a line. */
export const badgeOf = (line: Line, label: string, classes: string): ElementDefinition => ({
  group: 'nodes',
  data: { id: `badge ${line.id}`, label, line: line.id },
  position: { ...line.badge },
  classes: `badge ${classes}`,
  ...still,
});

/** The word of the end's severity, at the right of its box. */
export const wordOf = (box: Box, severity: string): readonly ElementDefinition[] => {
  const right = box.x + box.width / 2 - 10;
  const word = `${severity.slice(0, 1).toUpperCase()}${severity.slice(1)}`;
  return [
    text(`word ${box.id}`, right - word.length * textWidth, box.y - 9, word, 'word', { box: box.id }),
    {
      group: 'nodes',
      data: { id: `glyph ${box.id}`, box: box.id },
      position: { x: right - word.length * textWidth - 12, y: box.y - 9 },
      classes: `glyph ${severity}`,
      ...still,
    },
  ];
};

export const elementsOf = (scene: Scene, plain: boolean): readonly ElementDefinition[] => {
  const boxes = new Map(scene.boxes.map(box => [box.id, box]));
  return [
    ...scene.bands.flatMap(ofBand),
    ...scene.boxes.flatMap(box => ofBox(box, plain)),
    ...scene.lines.flatMap(line => ofLine(line, boxes, scene)),
  ];
};
