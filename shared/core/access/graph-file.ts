import type { AttackExportQuery } from '#contract/attack';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { AccessAsk, AccessInput, AccessOutput } from './asks.ts';

type Ask = <N extends AccessAsk>(
  name: N,
  input: AccessInput<N>,
  signal: AbortSignal,
) => Promise<Result<AccessOutput<N>, Problem>>;

/** The graph of a question as the text of a file. */
export const graphFile = async (query: AttackExportQuery, ask: Ask, signal: AbortSignal): Promise<Result<string, Problem>> => {
  if ((query.paths === null) === (query.neighbours === null))
    return fail(
      problem('usage', { what: 'An export is of one question.', why: 'Exactly one of paths and neighbours is given.' }),
    );
  const answer = query.paths === null ? undefined : await ask('attack.paths', query.paths, signal);
  const around = query.neighbours === null ? undefined : await ask('attack.neighbours', query.neighbours, signal);
  if (answer !== undefined && !answer.ok) return answer;
  if (around !== undefined && !around.ok) return around;
  return ok(`${JSON.stringify(answer?.value ?? around?.value, null, 2)}\n`);
};
