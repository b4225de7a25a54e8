import type { StylesheetJson } from 'cytoscape';
import type { Theme } from './look.ts';

const sans = 'Inter Variable, system-ui, sans-serif';
const mono = 'JetBrains Mono Variable, ui-monospace, monospace';

/** Below this many pixels on the screen letters are not drawn: nobody can read them. */
const smallest = 5;

/** What is drawn over what: bands, lines, boxes, words. */
const order = { band: 0, edge: 10, stack: 15, box: 20, part: 30, words: 40, badge: 50 } as const;

/** The drawing in the colours of the theme. No functions and no compound nodes: both would cost frames. */
export const styleOf = (theme: Theme, dense: boolean): StylesheetJson =>
  [
    { selector: '*', style: { 'z-index-compare': 'manual', 'overlay-opacity': 0, 'min-zoomed-font-size': smallest } },
    {
      selector: 'node',
      style: { shape: 'rectangle', width: 1, height: 1, 'background-opacity': 0, 'border-width': 0, events: 'no' },
    },
    {
      selector: '.band',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '8',
        width: 'data(w)',
        height: 'data(h)',
        'background-color': theme.panel,
        'background-opacity': 1,
        'border-width': 1,
        'border-color': theme.line,
        'z-index': order.band,
      },
    },
    {
      selector: '.text',
      style: {
        label: 'data(label)',
        color: theme.muted,
        'font-family': sans,
        'font-size': 12,
        'text-halign': 'right',
        'text-valign': 'center',
        'text-wrap': 'wrap',
        'text-justification': 'left',
        'line-height': 1.25,
        'text-max-width': '2000px',
        'z-index': order.part,
      },
    },
    {
      selector: '.band-title',
      style: {
        color: theme.text,
        'font-weight': 600,
        'z-index': order.edge + 2,
        'text-background-color': theme.panel,
        'text-background-opacity': 1,
        'text-background-padding': '2px',
      },
    },
    {
      selector: '.box, .stack',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '6',
        width: 'data(w)',
        height: 'data(h)',
        'background-color': theme.raised,
        'background-opacity': 1,
        'border-width': 1,
        'border-color': theme.line2,
        'z-index': order.stack,
      },
    },
    {
      selector: '.box',
      style: {
        events: 'yes',
        label: 'data(label)',
        color: theme.text,
        'font-family': mono,
        'font-size': 12,
        'font-weight': 600,
        'text-halign': 'center',
        'text-valign': 'center',
        'text-margin-x': 'data(nameX)',
        'text-margin-y': -10,
        'z-index': order.box,
      },
    },
    {
      selector: '.box.plain',
      style: {
        'text-margin-y': 0,
        'text-wrap': 'wrap',
        'text-justification': 'left',
        'line-height': 1.35,
        'text-max-width': '2000px',
        'font-weight': 400,
      },
    },
    { selector: '.box.ghost', style: { 'border-style': 'dashed', 'border-color': theme.faint, 'background-opacity': 0.4 } },
    {
      selector: '.tag',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '3',
        width: 'data(w)',
        height: 15,
        'background-color': theme.content,
        'background-opacity': 1,
        'border-width': 1,
        'border-color': theme.line2,
        label: 'data(label)',
        color: theme.muted,
        'font-family': mono,
        'font-size': 10,
        'text-halign': 'center',
        'text-valign': 'center',
        'z-index': order.part,
      },
    },
    { selector: '.label', style: { 'font-size': 12 } },
    { selector: '.word', style: { color: theme.text, 'font-size': 12, 'font-weight': 500 } },
    { selector: '.glyph', style: { width: 11, height: 11, 'background-opacity': 1, 'z-index': order.part } },
    { selector: '.glyph.critical', style: { shape: 'diamond', 'background-color': theme.critical } },
    { selector: '.glyph.high', style: { shape: 'triangle', 'background-color': theme.high } },
    { selector: '.glyph.medium', style: { shape: 'rectangle', 'background-color': theme.medium } },
    { selector: '.glyph.low', style: { shape: 'ellipse', 'background-color': theme.low } },
    {
      selector: 'edge',
      style: {
        width: dense ? 1 : 1.2,
        'line-color': dense ? theme.line2 : theme.faint,
        'target-arrow-color': dense ? theme.line2 : theme.faint,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.85,
        'source-endpoint': 'data(sourceEnd)',
        'target-endpoint': 'data(targetEnd)',
        'curve-style': 'straight',
        'z-index': order.edge,
      },
    },
    {
      selector: 'edge.curved',
      style: {
        'curve-style': 'unbundled-bezier',
        'control-point-weights': 'data(weights)',
        'control-point-distances': 'data(distances)',
        'edge-distances': 'endpoints',
      },
    },
    { selector: 'edge.blocked', style: { 'line-style': 'dashed', 'line-dash-pattern': [5, 4], 'target-arrow-shape': 'none' } },
    {
      selector: '.bar',
      style: {
        width: 'data(w)',
        height: 'data(h)',
        'background-color': theme.ok,
        'background-opacity': 1,
        'z-index': order.words,
      },
    },
    { selector: '.words', style: { 'z-index': order.words } },
    { selector: '.to-left', style: { 'text-halign': 'left', 'text-justification': 'right' } },
    { selector: '.words.stop', style: { color: theme.ok, 'font-weight': 600 } },
    {
      selector: '.badge',
      style: {
        events: 'yes',
        shape: 'ellipse',
        width: 18,
        height: 18,
        'background-color': theme.content,
        'background-opacity': 1,
        'border-width': 1,
        'border-color': theme.line2,
        label: 'data(label)',
        color: theme.text,
        'font-family': sans,
        'font-size': 11,
        'font-weight': 700,
        'text-halign': 'center',
        'text-valign': 'center',
        'z-index': order.badge,
      },
    },
    // The followed path, in the accent; its end alone takes the colour of a severity.
    { selector: '.box.on-path', style: { 'border-color': theme.accent, 'border-width': 1.5 } },
    { selector: '.box.start', style: { 'background-color': theme.accentBg } },
    ...(['critical', 'high', 'medium', 'low'] as const).map(severity => ({
      selector: `.box.end.${severity}`,
      style: { 'border-color': theme[severity], 'border-width': 1.5 },
    })),
    {
      selector: 'edge.on-path',
      style: { width: 2, 'line-color': theme.accent, 'target-arrow-color': theme.accent, 'z-index': order.edge + 1 },
    },
    { selector: '.words.on-path', style: { color: theme.text, 'font-weight': 500 } },
    {
      selector: '.badge.on-path',
      style: { 'background-color': theme.accent, 'border-color': theme.accent, color: theme.onAccent },
    },
    // What the pointer is on, and its paths; the rest steps back.
    { selector: '.dim', style: { opacity: 0.28 } },
    { selector: 'edge.lit', style: { width: 2, 'line-color': theme.text, 'target-arrow-color': theme.text } },
    { selector: 'edge.lit.on-path', style: { 'line-color': theme.accent, 'target-arrow-color': theme.accent } },
    { selector: '.box.lit', style: { 'border-color': theme.text } },
    { selector: '.box.lit.on-path', style: { 'border-color': theme.accent } },
    { selector: '.box.picked', style: { 'border-color': theme.accent, 'border-width': 3 } },
    { selector: 'edge.picked', style: { width: 3, 'line-color': theme.accent, 'target-arrow-color': theme.accent } },
    { selector: '.words.picked', style: { color: theme.text, 'font-weight': 600 } },
    { selector: '.badge.picked', style: { 'border-color': theme.accent, 'border-width': 2 } },
    { selector: '.box.pinned', style: { 'border-style': 'double', 'border-width': 3 } },
  ] as unknown as StylesheetJson;
