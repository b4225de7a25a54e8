import { tagWidth } from './boxes.ts';
import { svgPath } from './curve.ts';
import type { Look, Theme } from './look.ts';
import { type Box, boundsOf, type Line, lineHeight, type Scene, type Text, textWidth } from './scene.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/gu, character => entities[character] ?? character);

const mono = "'JetBrains Mono', ui-monospace, monospace";

const textOf = (text: Text, fill: string, weight: number): string =>
  text.text
    .split('\n')
    .map(
      (line, index) =>
        `<text x="${text.x.toFixed(1)}" y="${(text.y + (index - (text.lines - 1) / 2) * lineHeight + 4).toFixed(1)}" fill="${fill}" font-weight="${weight}"${text.align === 'right' ? ' text-anchor="end"' : ''}>${escaped(line)}</text>`,
    )
    .join('');

const rect = (box: { x: number; y: number; width: number; height: number }, radius: number, rest: string): string =>
  `<rect x="${box.x.toFixed(1)}" y="${box.y.toFixed(1)}" width="${box.width}" height="${box.height}" rx="${radius}" ${rest}/>`;

const lineSvg = (line: Line, look: Look, theme: Theme): string => {
  const step = look.steps.get(line.id);
  const colour = step === undefined ? theme.faint : theme.accent;
  const badge = step?.toString() ?? look.letters.get(line.id);
  const bar =
    line.bar === null
      ? ''
      : rect(
          line.bar.across === 'x'
            ? { x: line.bar.at.x - 20, y: line.bar.at.y - 2, width: 40, height: 4 }
            : { x: line.bar.at.x - 2, y: line.bar.at.y - 20, width: 4, height: 40 },
          0,
          `fill="${theme.ok}"`,
        );
  return [
    `<path d="${svgPath(line.start, line.controls, line.end)}" fill="none" stroke="${colour}" stroke-width="${step === undefined ? 1.2 : 2}"${line.blocked ? ' stroke-dasharray="5 4"' : ` marker-end="url(#arrow${step === undefined ? '' : '-path'})"`}/>`,
    bar,
    line.label === null ? '' : textOf(line.label, step === undefined ? theme.muted : theme.text, step === undefined ? 400 : 500),
    line.stop === null ? '' : textOf(line.stop, theme.ok, 600),
    badge === undefined
      ? ''
      : `<circle cx="${line.badge.x.toFixed(1)}" cy="${line.badge.y.toFixed(1)}" r="9" fill="${step === undefined ? theme.content : theme.accent}" stroke="${step === undefined ? theme.line2 : theme.accent}"/><text x="${line.badge.x.toFixed(1)}" y="${(line.badge.y + 4).toFixed(1)}" text-anchor="middle" font-size="11" font-weight="700" fill="${step === undefined ? theme.text : theme.onAccent}">${escaped(badge)}</text>`,
  ].join('');
};

const boxSvg = (box: Box, look: Look, theme: Theme): string => {
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  const end = look.end?.id === box.id ? look.end : null;
  const stroke = end !== null ? theme[end.severity] : look.onPath.has(box.id) ? theme.accent : theme.line2;
  const fill = look.start === box.id ? theme.accentBg : theme.raised;
  const word = end === null ? '' : `${end.severity.slice(0, 1).toUpperCase()}${end.severity.slice(1)}`;
  const size = { x: left, y: top, width: box.width, height: box.height };
  return [
    box.folded ? rect({ ...size, x: left + 5, y: top - 5 }, 6, `fill="${theme.raised}" stroke="${theme.line2}"`) : '',
    rect(
      size,
      6,
      `fill="${fill}" stroke="${stroke}" stroke-width="${stroke === theme.line2 ? 1 : 1.5}"${box.ghost ? ' stroke-dasharray="5 4"' : ''}`,
    ),
    `<text x="${left + 11}" y="${box.y - 6}" font-family="${mono}" font-weight="600" fill="${theme.text}">${escaped(box.name)}</text>`,
    end === null
      ? ''
      : `<text x="${(left + box.width - 10 - word.length * textWidth).toFixed(1)}" y="${box.y - 5}" fill="${theme.text}" font-weight="500">${word}</text>`,
    rect(
      { x: left + 11, y: box.y + 3.5, width: tagWidth(box.tag), height: 15 },
      3,
      `fill="${theme.content}" stroke="${theme.line2}"`,
    ),
    `<text x="${left + 11 + tagWidth(box.tag) / 2}" y="${box.y + 14.5}" text-anchor="middle" font-family="${mono}" font-size="10" fill="${theme.muted}">${escaped(box.tag)}</text>`,
    `<text x="${left + 11 + tagWidth(box.tag) + 6}" y="${box.y + 15}" fill="${theme.muted}">${escaped(box.label)}</text>`,
  ].join('');
};

const arrow = (id: string, colour: string): string =>
  `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="${colour}"/></marker>`;

/** The drawing from its model: letters stay letters, and nothing in it runs or loads. */
export const sceneSvg = (scene: Scene, look: Look, theme: Theme, title: string): string => {
  const bounds = boundsOf(scene);
  const [x, y] = [bounds.left - 20, bounds.top - 20];
  const [width, height] = [bounds.right - bounds.left + 40, bounds.bottom - bounds.top + 40];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x.toFixed(0)} ${y.toFixed(0)} ${width.toFixed(0)} ${height.toFixed(0)}" width="${width.toFixed(0)}" height="${height.toFixed(0)}" font-family="Inter, system-ui, sans-serif" font-size="12" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<defs>${arrow('arrow', theme.faint)}${arrow('arrow-path', theme.accent)}</defs>`,
    rect({ x, y, width, height }, 0, `fill="${theme.content}"`),
    ...scene.bands.map(
      band =>
        `${rect(band, 8, `fill="${theme.panel}" stroke="${theme.line}"`)}<text x="${(band.x + 12).toFixed(1)}" y="${(band.y + 20).toFixed(1)}" font-weight="600" fill="${theme.text}">${escaped(band.title)}</text>`,
    ),
    ...scene.lines.filter(({ id }) => !look.steps.has(id)).map(line => lineSvg(line, look, theme)),
    ...scene.lines.filter(({ id }) => look.steps.has(id)).map(line => lineSvg(line, look, theme)),
    ...scene.boxes.map(box => boxSvg(box, look, theme)),
    '</svg>',
    '',
  ].join('\n');
};
