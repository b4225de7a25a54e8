import type { ReactElement } from 'react';
import type { EdgeCatalogue } from '#contract/attack';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { visible } from '#renderer/ui/visible.ts';
import type { AccessControl } from '../access-state.ts';
import { neighboursClaim, totalsText } from '../claims.ts';
import { filterOf } from '../explorer.ts';
import { nodeText } from '../words.ts';
import { Explorer } from './Explorer.tsx';
import { Gaps } from './Gaps.tsx';
import { SimulateDialog } from './SimulateDialog.tsx';

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
  readonly catalogue: EdgeCatalogue | undefined;
  readonly direction: 'in' | 'out';
}

const worst = 12;

/** What a node reaches, or what reaches it: a neighbourhood by steps. */
export const AroundAnswer = ({ summary, control, catalogue, direction }: Props): ReactElement => {
  const { state, change } = control;
  const question = { snapshot: summary.id, node: state.from, direction, depth: state.depth, filter: filterOf(state) };
  const asked = useCall('attack.neighbours', question);
  usePageState(stateOf(asked));
  const answer = asked.data;
  if (asked.isError && answer === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (answer === undefined) return <LoadingState label={`Looking around ${nodeText(state.from)}`} />;
  const claim = neighboursClaim(answer, direction, state.depth);
  const totals = totalsText(answer.totals);
  const dear = [...answer.graph.nodes]
    .filter(node => node.toAdmin !== null && node.id !== answer.node)
    .sort((a, b) => (a.toAdmin ?? 0) - (b.toAdmin ?? 0) || (a.id < b.id ? -1 : 1));
  return (
    <>
      <Gaps needs={answer.needs} snapshot={summary.id} />
      {answer.graph.edges.length === 0 ? (
        <EmptyState
          title={claim}
          action={
            <Button onClick={() => change({ question: direction === 'in' ? 'blast' : 'reach' })}>
              {direction === 'in' ? 'What it reaches' : 'What reaches it'}
            </Button>
          }
        >
          {answer.needs.length > 0
            ? 'The lists named above were not read, so this is not certain.'
            : 'No right and no field of an object leads there, with the filters above.'}
        </EmptyState>
      ) : (
        <Explorer
          snapshot={summary.id}
          snapshotName={summary.meta.name}
          control={control}
          catalogue={catalogue}
          graph={answer.graph}
          kind="force"
          root={answer.node}
          end="admin"
          claim={claim}
          query={{ snapshot: summary.id, paths: null, neighbours: question }}
        >
          {pick => (
            <>
              {totals === '' ? null : (
                <Section id="access-totals" title={direction === 'in' ? 'Who they are' : 'What is reached'}>
                  <p>{totals}</p>
                </Section>
              )}
              {dear.length === 0 ? null : (
                <Section id="access-worst" title="Nearest to cluster admin" note={`of those drawn`}>
                  <ul className="way-list">
                    {dear.slice(0, worst).map(node => (
                      <li key={node.id}>
                        <button
                          type="button"
                          className={`way-row ${state.at?.id === node.id ? 'is-selected' : ''}`}
                          onClick={() => pick({ is: 'node', id: node.id })}
                        >
                          {node.severity === null ? null : <SeverityGlyph severity={node.severity} size={12} />}
                          <span className="way-what mono">{visible(nodeText(node.id), 120)}</span>
                          <span className="muted num">cost {node.toAdmin}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
            </>
          )}
        </Explorer>
      )}
      {state.change === null ? null : (
        <SimulateDialog
          snapshot={summary.id}
          change={state.change}
          from={null}
          to="admin"
          onClose={() => change({ change: null })}
        />
      )}
    </>
  );
};
