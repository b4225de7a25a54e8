import { describe, expect, it } from 'vitest';
import { crowd } from '#renderer/dev/fixtures/access-around.ts';
import { longest, story } from '#renderer/dev/fixtures/access-paths.ts';
import { edgeInputs, modelOf, nodeInputs } from '../model.ts';
import { type EdgeInput, type NodeInput, tags } from './boxes.ts';
import { layOut, type LayoutAsk } from './layout.ts';
import { type Bounds, boundsOf, boundsOfText, overlap, type Scene } from './scene.ts';

const node = (id: string, part: Partial<NodeInput> = {}): NodeInput => ({
  id,
  kind: 'service-account',
  name: id,
  label: 'ServiceAccount',
  place: 'Namespace a',
  count: 1,
  ghost: false,
  ...part,
});

const edge = (from: string, to: string, part: Partial<EdgeInput> = {}): EdgeInput => ({
  id: `${from} ${to}`,
  from,
  to,
  label: 'requests a token of a service account',
  note: '',
  blocked: null,
  count: 1,
  main: false,
  ...part,
});

const ask = (nodes: readonly NodeInput[], edges: readonly EdgeInput[], part: Partial<LayoutAsk> = {}): LayoutAsk => ({
  kind: 'layered',
  root: nodes[0]?.id ?? null,
  nodes,
  edges,
  more: [],
  ...part,
});

const boxes = (scene: Scene): readonly (Bounds & { readonly id: string })[] =>
  scene.boxes.map(({ id, x, y, width, height }) => ({
    id,
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  }));

/** What nobody could read: boxes on boxes, words on boxes, boxes outside of all bands, narrow boxes. */
const faultsOf = (scene: Scene): readonly string[] => {
  const all = boxes(scene);
  const texts = scene.lines.flatMap(({ id, label, stop }) =>
    [label, stop].flatMap(text => (text === null ? [] : [{ id, ...boundsOfText(text) }])),
  );
  return [
    ...all.flatMap((one, index) =>
      all.slice(index + 1).flatMap(other => (overlap(one, other) ? [`${one.id} lies on ${other.id}`] : [])),
    ),
    ...texts.flatMap(text => all.flatMap(box => (overlap(text, box, -1) ? [`words of ${text.id} lie on ${box.id}`] : []))),
    ...(scene.bands.length === 0
      ? []
      : all.flatMap(box =>
          scene.bands.some(
            ({ x, y, width, height }) => box.left >= x && box.right <= x + width && box.top >= y && box.bottom <= y + height,
          )
            ? []
            : [`${box.id} lies in no band`],
        )),
    ...all.flatMap(box => (box.right - box.left < 200 ? [`${box.id} is narrow`] : [])),
  ];
};

const diamond = ask(
  ['s', 'a', 'b', 'c', 't'].map(id => node(id, { place: id === 't' ? 'Cluster-wide' : 'Namespace a' })),
  [edge('s', 't', { main: true }), ...['a', 'b', 'c'].flatMap(id => [edge('s', id), edge(id, 't')])],
);
const cycle = ask(
  ['s', 'a', 'b'].map(id => node(id)),
  [edge('s', 'a'), edge('a', 'b'), edge('b', 's'), edge('a', 'a')],
);
const long = 'x'.repeat(63);
const names = ask(
  [node(long, { name: long, label: `ServiceAccount in ${long}`, place: `Namespace ${long}` }), node('t', { kind: 'admin' })],
  [edge(long, 't', { note: 'by 12 bindings', count: 4000 })],
);
const blocked = ask(
  [node('s'), node('g', { ghost: true }), node('t')],
  [edge('s', 't', { main: true }), edge('s', 'g', { blocked: 'a enforces Pod Security baseline.' })],
);
const ofPaths = (paths: typeof story): LayoutAsk => {
  const model = modelOf(paths.graph, paths.paths);
  return ask(nodeInputs(model, paths.from), edgeInputs(model, undefined, new Set(model.edges.slice(0, 1).map(({ id }) => id))));
};
const wide = ask(
  [node('s'), ...Array.from({ length: 30 }, (_, index) => node(`n${index}`, { place: `Namespace ${index % 5}` })), node('t')],
  Array.from({ length: 30 }, (_, index) => [edge('s', `n${index}`), edge(`n${index}`, 't')]).flat(),
);

const layeredCases = { diamond, cycle, names, blocked, story: ofPaths(story), longest: ofPaths(longest), wide };

describe('paths from the top down', () => {
  it.each(Object.entries(layeredCases))('%s can be read', (_, given) => {
    const scene = layOut(given);
    expect({
      faults: faultsOf(scene),
      boxes: scene.boxes.length,
      lines: scene.lines.length,
      same: JSON.stringify(layOut(given)) === JSON.stringify(scene),
    }).toEqual({
      faults: [],
      boxes: given.nodes.length,
      lines: given.edges.filter(({ from, to }) => from !== to).length,
      same: true,
    });
  });

  it('leads the followed path straight down', () => {
    const line = layOut(diamond).lines.find(({ id }) => id === 's t');
    expect(line === undefined ? null : Math.abs(line.start.x - line.end.x) < 60).toBe(true);
  });

  it('ends a blocked edge at a bar beside its start, and names what blocks it', () => {
    const scene = layOut(blocked);
    const line = scene.lines.find(({ id }) => id === 's g');
    const [start, ghost] = ['s', 'g'].map(id => scene.boxes.find(box => box.id === id));
    expect({
      level: start?.y === ghost?.y,
      bar: line?.bar?.across,
      stop: line?.stop?.text.replaceAll('\n', ' '),
    }).toEqual({ level: true, bar: 'y', stop: 'Blocked: a enforces Pod Security baseline.' });
  });

  it('cuts a long name in its middle', () => {
    const name = layOut(names).boxes.find(({ id }) => id === long)?.name ?? '';
    expect([/^x+…x+$/u.test(name), name.length < 63]).toEqual([true, true]);
  });
});

describe('expanding keeps what is there', () => {
  const added = {
    nodes: Array.from({ length: 14 }, (_, index) => node(`m${index}`, { place: `Namespace ${index % 3}` })),
    edges: Array.from({ length: 14 }, (_, index) => edge('a', `m${index}`)),
  };
  const around = ask(diamond.nodes, diamond.edges, { kind: 'force' });
  it.each([
    ['layered', diamond],
    ['force', around],
  ] as const)('%s', (_, given) => {
    const [before, after] = [layOut(given), layOut({ ...given, more: [added] })];
    const moved = before.boxes.filter(box => {
      const now = after.boxes.find(({ id }) => id === box.id);
      return now?.x !== box.x || now.y !== box.y;
    });
    expect({ moved, boxes: after.boxes.length, faults: faultsOf(after).filter(fault => fault.includes(' lies on ')) }).toEqual({
      moved: [],
      boxes: diamond.nodes.length + 14,
      faults: [],
    });
  });
});

describe('a neighbourhood', () => {
  it.each([
    [20, 40],
    [300, 1200],
  ])('%i nodes with %i edges lie apart', (nodes, edges) => {
    const model = modelOf(crowd('admin', nodes, edges).graph);
    const scene = layOut(
      ask(nodeInputs(model, 'admin'), edgeInputs(model, undefined, new Set()), { kind: 'force', root: 'admin' }),
    );
    const all = boxes(scene);
    const onEachOther = all.flatMap((one, index) => all.slice(index + 1).filter(other => overlap(one, other)));
    expect({ boxes: all.length, onEachOther: onEachOther.length }).toEqual({ boxes: nodes, onEachOther: 0 });
    const { left, right, top, bottom } = boundsOf(scene);
    expect((right - left) * (bottom - top) < nodes * 200 * 200 * 8).toBe(true);
  });
});

it('knows a tag for every kind of node', () => expect(Object.values(tags).every(tag => tag.length > 0)).toBe(true));
