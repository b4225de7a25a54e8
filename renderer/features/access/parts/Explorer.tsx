import { type ReactElement, type ReactNode, useMemo, useRef, useState } from 'react';
import type { AttackPath, EdgeCatalogue, ViewGraph } from '#contract/attack';
import { problemOf } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import type { TableHandle } from '#renderer/ui/Table.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { AccessControl, Picked, Step } from '../access-state.ts';
import { expansionsOf, pinsOf, drawnOf, useExpansions } from '../explorer.ts';
import { Canvas, type CanvasHandle } from '../graph/Canvas.tsx';
import type { Look } from '../graph/look.ts';
import { sceneSvg } from '../graph/svg.ts';
import { useScene } from '../graph/use-scene.ts';
import { useTheme } from '../graph/use-theme.ts';
import { followed, type Model } from '../model.ts';
import { useExports } from '../use-export.ts';
import { useStableValue } from '../use-stable-value.ts';
import { edgeTitle, letterOf } from '../words.ts';
import { AnswerPanel } from './AnswerPanel.tsx';
import { EdgeSection } from './EdgeSection.tsx';
import { GraphBar } from './GraphBar.tsx';
import { GraphTable } from './GraphTable.tsx';
import { NodeSection } from './NodeSection.tsx';

const noPaths: readonly AttackPath[] = [];

interface Props {
  readonly snapshot: string;
  readonly snapshotName: string;
  readonly control: AccessControl;
  readonly catalogue: EdgeCatalogue | undefined;
  readonly graph: ViewGraph;
  readonly paths?: readonly AttackPath[];
  readonly kind: 'layered' | 'force';
  /** Where it begins: drawn as the start, and kept in the middle. */
  readonly root: string;
  readonly end: string | null;
  readonly claim: string;
  /** What the panel says before the section of what is selected. */
  readonly children: (pick: (picked: Picked | null) => void) => ReactNode;
  readonly query: Parameters<typeof useExports>[0];
}

const toldOf = (model: Model, at: Picked | null, catalogue: EdgeCatalogue | undefined): string => {
  if (at === null) return '';
  if (at.is === 'edge') {
    const edge = model.edges.find(({ id }) => id === at.id);
    return edge === undefined ? '' : `Edge: ${edgeTitle(catalogue, edge.edge)}, from ${edge.from} to ${edge.to}`;
  }
  const node = model.nodes.find(({ id }) => id === at.id);
  if (node === undefined) return '';
  const out = model.edges.filter(({ from }) => from === at.id).length;
  const into = model.edges.filter(({ to }) => to === at.id).length;
  return `${visible(node.name, 120)}, ${visible(node.label, 120)}; ${plural(out, 'edge leads', 'edges lead')} on, ${countText(into)} here`;
};

/** An answer as a drawing or a table, with its panel: whatever the question was. */
export const Explorer = (props: Props): ReactElement => {
  const { snapshot, control, catalogue, graph, paths = noPaths, kind, root, end, claim, query } = props;
  const { state, change } = control;
  const narrow = useNarrow();
  const theme = useTheme();
  const canvas = useRef<CanvasHandle>(null);
  const table = useRef<TableHandle>(null);
  // In a narrow window the drawing has the room until something is chosen.
  const [closed, setClosed] = useState(state.at === null);
  const expansions = useExpansions(snapshot, state);
  const more = expansions.flatMap(({ data }) => (data === undefined ? [] : [data.graph]));
  const chosen = paths.length === 0 ? null : Math.min(state.path ?? 0, paths.length - 1);
  const added = more.map(one => `${one.nodes.length} ${one.edges.length} ${one.nodes[0]?.id ?? ''}`).join('\n');
  const { model, ask } = useStableValue(
    () => drawnOf({ graph, paths, kind, root, more, catalogue, main: paths.length === 0 ? null : 0 }),
    [graph, paths, kind, root, added, catalogue],
  );
  const pins = useMemo(() => pinsOf(state.steps), [state.steps]);
  const { scene, asked } = useScene(ask, pins);
  const follow = useMemo(() => followed(model, chosen), [model, chosen]);
  const at = state.at;

  const look = useMemo((): Look => {
    const last = model.nodes.find(({ id }) => id === end);
    return {
      start: root,
      end: last === undefined || last.severity === null ? null : { id: last.id, severity: last.severity },
      selected: at,
      steps: follow.steps,
      onPath: follow.nodes,
      letters: new Map(
        model.edges.flatMap(edge => {
          const [first] = edge.paths.filter(path => path !== chosen);
          return follow.steps.has(edge.id) || first === undefined ? [] : [[edge.id, letterOf(first)] as const];
        }),
      ),
      pinned: new Set(pins.keys()),
    };
  }, [model, end, root, at, follow, chosen, pins]);

  const pick = (picked: Picked | null): void => {
    if (picked !== null) setClosed(false);
    change({ at: picked }, true);
  };
  const did = (step: Step): void => change({ steps: [...state.steps, step] });
  const isExpanded = (node: string, direction: 'in' | 'out'): boolean =>
    expansionsOf(state.steps).some(step => step.node === node && step.did === direction);
  const expand = (node: string, direction: 'in' | 'out' = 'out'): void => {
    if (!isExpanded(node, direction)) did({ did: direction, node });
  };
  const undo = (): void => change({ steps: state.steps.slice(0, -1) });
  const toPath = (by: number): void => {
    if (chosen === null) return;
    change({ path: (chosen + by + paths.length) % paths.length }, true);
  };
  const node = at?.is === 'node' ? model.nodes.find(({ id }) => id === at.id) : undefined;
  const edge = at?.is === 'edge' ? model.edges.find(({ id }) => id === at.id) : undefined;

  useKeys({
    t: { does: 'graph or table', hint: 'table', run: () => change({ view: state.view === 'graph' ? 'table' : 'graph' }) },
    '+': { does: 'expand what is selected', hint: 'expand', run: () => (node === undefined ? undefined : expand(node.id)) },
    Backspace: {
      does: 'undo the last expanding or pinning',
      hint: 'undo',
      run: () => (state.steps.length === 0 ? undefined : undo()),
    },
    '[': { does: 'previous path', hint: 'path', run: () => toPath(-1) },
    ']': { does: 'next path', hint: 'path', run: () => toPath(1) },
    f: { does: 'fit the drawing', run: () => canvas.current?.fit() },
    j: {
      does: 'next row, or on to the drawing',
      run: () => (state.view === 'table' ? table.current?.move(1) : canvas.current?.focus()),
    },
    k: { does: 'previous row', run: () => table.current?.move(-1) },
    Escape: { does: 'select nothing', run: () => (at === null ? setClosed(true) : pick(null)) },
  });

  const exports = useExports(query, {
    name: `${props.snapshotName.replaceAll(/[^A-Za-z0-9._-]+/gu, '-').slice(0, 60)}-access-graph`,
    png: async () => (await canvas.current?.png()) ?? null,
    svg: () => (scene === undefined ? null : sceneSvg(scene, look, theme, claim)),
  });
  const failed = expansions.find(({ error }) => error !== null)?.error ?? asked.error;
  const busy = expansions.some(({ isPending }) => isPending);
  const shown = !narrow || !closed;
  return (
    <>
      <div className="access-body">
        <div className="access-main">
          {narrow && closed ? (
            <div className="access-strip">
              <h2>{visible(claim, 300)}</h2>
              <Button onClick={() => setClosed(false)}>Show the answer</Button>
            </div>
          ) : null}
          {failed === null || failed === undefined ? null : (
            <ErrorState fault={problemOf(failed)} inline action={<Button onClick={undo}>Take it back</Button>} />
          )}
          {state.view === 'table' ? (
            <GraphTable
              model={model}
              catalogue={catalogue}
              tab={state.tab}
              at={at}
              steps={follow.steps}
              onTab={tab => change({ tab }, true)}
              onPick={pick}
              onExpand={id => expand(id)}
              handle={table}
            />
          ) : scene === undefined ? (
            asked.isError ? null : (
              <LoadingState label={`Laying out ${plural(model.nodes.length, 'node')} in the background`} />
            )
          ) : (
            <Canvas
              scene={scene}
              look={look}
              theme={theme}
              eye={state.eye}
              label={`Drawing: ${claim}. Arrow keys go from node to node, Enter expands.`}
              told={toldOf(model, at, catalogue)}
              events={{
                onPick: pick,
                onExpand: id => expand(id),
                onPin: (id, point) => did({ did: 'pin', node: id, x: point.x, y: point.y }),
                onEye: eye => change({ eye }, true),
              }}
              handle={canvas}
            />
          )}
          <GraphBar
            model={model}
            drawing={state.view === 'graph'}
            undoable={state.steps.length > 0}
            onFit={() => {
              canvas.current?.fit();
              if (state.eye !== null) change({ eye: null }, true);
            }}
            onZoom={factor => canvas.current?.zoomBy(factor)}
            onUndo={undo}
            exports={exports}
          />
        </div>
        {shown ? (
          <AnswerPanel
            claim={visible(claim, 500)}
            selected={at === null ? null : `${at.is} ${at.id}`}
            drawer={narrow}
            onClose={() => setClosed(true)}
          >
            {props.children(pick)}
            <div className={node === undefined && edge === undefined ? '' : 'access-chosen'}>
              {node === undefined && edge === undefined ? null : (
                <button type="button" className="link access-unchoose" onClick={() => pick(null)}>
                  <Icon name="chevron-left" size={12} /> Back to the answer
                </button>
              )}
              {node === undefined ? null : (
                <NodeSection
                  key={node.id}
                  snapshot={snapshot}
                  node={node}
                  pinned={pins.has(node.id)}
                  expanded={direction => isExpanded(node.id, direction)}
                  onExpand={direction => expand(node.id, direction)}
                  onUnpin={() => change({ steps: state.steps.filter(step => step.did !== 'pin' || step.node !== node.id) })}
                />
              )}
              {edge === undefined ? null : (
                <EdgeSection
                  key={edge.id}
                  snapshot={snapshot}
                  edge={edge}
                  number={follow.steps.get(edge.id)}
                  catalogue={catalogue}
                  onSimulate={simulated => change({ change: simulated })}
                />
              )}
            </div>
          </AnswerPanel>
        ) : null}
      </div>
      <StatusLine
        facts={[
          `${countText(model.nodes.length)} of ${plural(model.nodes.length + model.folded + model.omitted.nodes, 'node')} drawn`,
          plural(model.edges.length, 'edge'),
          busy ? 'expanding' : ask.more.at(-1)?.nodes.length === 0 ? 'the last expanding found nothing that is not drawn' : null,
        ]}
      />
    </>
  );
};
