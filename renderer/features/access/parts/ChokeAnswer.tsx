import type { ReactElement } from 'react';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { stateOf, usePageState } from '#renderer/app/page-state.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { countText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { AccessControl } from '../access-state.ts';
import { filterOf } from '../explorer.ts';
import { nodeText, prefixOf } from '../words.ts';
import { Fixes } from './Fixes.tsx';
import { Gaps } from './Gaps.tsx';
import { SimulateDialog } from './SimulateDialog.tsx';
import { TrayLink } from './TrayLink.tsx';

interface Props {
  readonly summary: SnapshotSummary;
  readonly control: AccessControl;
}

/** Where many paths meet, and a small set of changes that closes them: counted by the engine, named as not minimal. */
export const ChokeAnswer = ({ summary, control: { state, change } }: Props): ReactElement => {
  const asked = useCall('attack.chokePoints', { snapshot: summary.id, to: state.to, limit: 20, filter: filterOf(state) });
  usePageState(stateOf(asked));
  const answer = asked.data;
  if (asked.isError && answer === undefined)
    return <ErrorState fault={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (answer === undefined) return <LoadingState label={`Looking for what all paths to ${nodeText(state.to)} go through`} />;
  const { dominators, cut, reaching } = answer;
  const meeting = dominators.filter(({ starts }) => starts > 1);
  const simulate = (simulated: NonNullable<typeof state.change>): void => change({ change: simulated });
  return (
    <>
      <Gaps needs={answer.needs} snapshot={summary.id} />
      {reaching === 0 ? (
        <EmptyState title={`Nothing that was read reaches ${nodeText(state.to)}`}>There is nothing to choke.</EmptyState>
      ) : (
        <div className="page-scroll access-choke">
          <div className="access-lead">
            <h2>
              {plural(reaching, 'identity or workload reaches', 'identities and workloads reach')} {nodeText(state.to)}
            </h2>
            <p className="muted">
              {cut.changes.length === 0
                ? 'No small set of changes was found that closes the paths.'
                : `${plural(cut.changes.length, 'change')} would ${cut.leaves === 0 ? 'free them all' : `leave ${countText(cut.leaves)}`}. This was verified by asking again with all of them; a smaller set may exist.`}
            </p>
          </div>
          <div className="access-choke-columns">
            <Section id="access-dominators" title="What all their paths go through" note="by how many starts">
              <ol className="choke-list">
                {meeting.map(({ node, starts, change: removed, title }) => (
                  <li key={node}>
                    <div className="fix-head">
                      <span className="fix-title">
                        <span className="object-tag">{prefixOf(node) || node}</span>{' '}
                        <span className="mono">{nodeText(node)}</span>
                      </span>
                      <strong className="num">{plural(starts, 'start')}</strong>
                    </div>
                    <p className="muted small">{visible(title, 300)}</p>
                    <div className="fix-acts">
                      <button type="button" className="link" onClick={() => change({ question: 'reach', from: node })}>
                        What reaches it
                      </button>
                      {removed === null ? null : (
                        <>
                          <button type="button" className="link" onClick={() => simulate(removed)}>
                            Simulate
                          </button>
                          <TrayLink snapshot={summary.id} change={removed} />
                        </>
                      )}
                    </div>
                  </li>
                ))}
              </ol>
              {meeting.length === 0 ? <p className="muted">No single node stands on all paths of more than one start.</p> : null}
            </Section>
            <Fixes
              snapshot={summary.id}
              fixes={cut.changes}
              title={`A small cut: ${plural(cut.changes.length, 'change')}`}
              of="identities"
              onSimulate={simulate}
            />
          </div>
        </div>
      )}
      {state.change === null ? null : (
        <SimulateDialog
          snapshot={summary.id}
          change={state.change}
          from={null}
          to={state.to}
          onClose={() => change({ change: null })}
        />
      )}
      <StatusLine facts={[plural(meeting.length, 'choke point'), plural(cut.changes.length, 'change')]} />
    </>
  );
};
