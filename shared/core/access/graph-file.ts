import type { AttackExportQuery, GraphExportFormat, Neighbours, Paths } from '#contract/attack';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SnapshotMeta } from '#contract/snapshot';
import { exportGraph } from '#core/attack/export/export-graph';
import type { AccessAsk, AccessInput, AccessOutput } from './asks.ts';

type Ask = <N extends AccessAsk>(
  name: N,
  input: AccessInput<N>,
  signal: AbortSignal,
) => Promise<Result<AccessOutput<N>, Problem>>;

/** Which snapshot a file is of. */
export interface GraphSource {
  readonly id: string;
  readonly meta: Pick<SnapshotMeta, 'name' | 'clusterId' | 'capturedUntil'>;
}

/** One answer's graph, with its paths and the question that asks it again, as the text of a file. */
export const graphText = (
  format: GraphExportFormat,
  { id, meta: { name, clusterId, capturedUntil } }: GraphSource,
  question: unknown,
  answer: Paths | Neighbours,
): string =>
  exportGraph(format, {
    snapshot: { id, name, clusterId, capturedUntil },
    question,
    nodes: answer.graph.nodes,
    edges: answer.graph.edges,
    paths: 'paths' in answer ? answer.paths : [],
    omitted: answer.graph.omitted,
  });

/** Asks the question of an export and gives its graph as the text of a file. */
export const graphFile = async (
  { format, paths, neighbours }: AttackExportQuery,
  source: GraphSource,
  ask: Ask,
  signal: AbortSignal,
): Promise<Result<string, Problem>> => {
  if ((paths === null) === (neighbours === null))
    return fail(
      problem('usage', { what: 'An export is of one question.', why: 'Exactly one of paths and neighbours is given.' }),
    );
  const answer =
    paths === null
      ? await ask('attack.neighbours', neighbours as NonNullable<typeof neighbours>, signal)
      : await ask('attack.paths', paths, signal);
  return answer.ok ? ok(graphText(format, source, { paths, neighbours }, answer.value)) : answer;
};
