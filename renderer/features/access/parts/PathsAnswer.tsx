import type { ReactElement } from 'react';
import type { EdgeCatalogue } from '#contract/attack';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import type { AccessControl } from '../access-state.ts';
import { pathsClaim } from '../claims.ts';
import { filterOf } from '../explorer.ts';
import { modelOf } from '../model.ts';
import { nodeText } from '../words.ts';
import { Explorer } from './Explorer.tsx';
import { Fixes } from './Fixes.tsx';
import { Caveats, Gaps } from './Gaps.tsx';
import { PathList } from './PathList.tsx';
import { SimulateDialog } from './SimulateDialog.tsx';
import { StepList } from './StepList.tsx';

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
  readonly catalogue: EdgeCatalogue | undefined;
}

const moreAtOnce = 12;

/** Paths from one node to another: drawn from the top down, listed, and what one change would remove. */
export const PathsAnswer = ({ summary, control, catalogue }: Props): ReactElement => {
  const { state, change } = control;
  const question = { snapshot: summary.id, from: state.from, to: state.to, k: state.k, filter: filterOf(state) };
  const asked = useCall('attack.paths', question);
  usePageState(stateOf(asked));
  const answer = asked.data;
  if (asked.isError && answer === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (answer === undefined)
    return <LoadingState label={`Looking for paths from ${nodeText(state.from)} to ${nodeText(state.to)}`} />;
  const claim = pathsClaim(answer);
  const chosen = Math.min(state.path ?? 0, answer.paths.length - 1);
  const path = answer.paths[chosen];
  const narrowed = state.edges !== null || state.namespaces !== null || state.severity !== null;
  const simulate = (simulated: NonNullable<typeof state.change>): void => change({ change: simulated });
  return (
    <>
      <Gaps needs={answer.needs} snapshot={summary.id} />
      {answer.paths.length === 0 ? (
        <EmptyState
          title={claim}
          action={
            narrowed ? (
              <Button onClick={() => change({ edges: null, namespaces: null, severity: null })}>Ask without the filters</Button>
            ) : (
              <Button onClick={() => change({ question: 'blast' })}>What {nodeText(state.from)} reaches</Button>
            )
          }
        >
          {answer.answer === 'unknown'
            ? 'The lists named above were not read, and a path could go through what they hold.'
            : 'No chain of its rights, of those of its groups, and of what runs with them leads there.'}
        </EmptyState>
      ) : (
        <Explorer
          snapshot={summary.id}
          snapshotName={summary.meta.name}
          control={control}
          catalogue={catalogue}
          graph={answer.graph}
          paths={answer.paths}
          kind="layered"
          root={answer.from}
          end={answer.to}
          claim={claim}
          query={{ snapshot: summary.id, paths: question, neighbours: null }}
        >
          {pick => (
            <>
              <PathList
                paths={answer.paths}
                chosen={chosen}
                catalogue={catalogue}
                more={answer.more}
                onChoose={next => change({ path: next }, true)}
                onMore={state.k < 50 ? () => change({ k: Math.min(50, state.k + moreAtOnce) }) : null}
              />
              {path === undefined ? null : (
                <StepList
                  snapshot={summary.id}
                  path={path}
                  index={chosen}
                  selected={selectedStep(path.steps, state.at)}
                  onSelect={at => {
                    const step = path.steps[at];
                    const edge = modelOf(answer.graph, answer.paths).edges.find(
                      one => step !== undefined && one.edge === step.edge && one.paths.includes(chosen) && one.to === step.to,
                    );
                    if (edge !== undefined) pick({ is: 'edge', id: edge.id });
                  }}
                />
              )}
              <Fixes snapshot={summary.id} fixes={answer.fixes} title="What one change removes" onSimulate={simulate} />
              <Caveats caveats={answer.caveats} />
            </>
          )}
        </Explorer>
      )}
      {state.change === null ? null : (
        <SimulateDialog
          snapshot={summary.id}
          change={state.change}
          from={state.from}
          to={state.to}
          onClose={() => change({ change: null })}
        />
      )}
    </>
  );
};

/** The ids of edges begin with their kind and ends. */
const selectedStep = (
  steps: readonly { readonly edge: string; readonly from: string; readonly to: string }[],
  at: { readonly is: string; readonly id: string } | null,
): number | null => {
  if (at === null) return null;
  const found = steps.findIndex(({ edge, from, to }) => at.is === 'edge' && at.id.startsWith(`${edge} ${from} ${to}`));
  return found < 0 ? null : found;
};
