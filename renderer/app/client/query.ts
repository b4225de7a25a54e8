import { keepPreviousData, useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Input, MethodName, Output } from '#contract/methods';
import type { Problem } from '#contract/problem';
import type { AppClient } from './app-client.ts';
import { useClient } from './context.tsx';

/** A problem on its way through the query cache, which knows a failure by a throw. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.what);
    this.problem = problem;
  }
}

export const problemOf = (error: Error): Problem =>
  error instanceof ProblemError
    ? error.problem
    : {
        code: 'core-gone',
        what: 'Something in this page went wrong.',
        why: 'This is a defect of ours.',
        todo: 'Reload the page; the message below tells more.',
        detail: String(error.stack ?? error),
      };

export const valueOf = async <N extends MethodName>(
  client: AppClient,
  name: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<Output<N>> => {
  const reply = await client.call(name, input, signal);
  if (!reply.ok) throw new ProblemError(reply.error);
  return reply.value;
};

export const callKey = <N extends MethodName>(name: N, input: Input<N>): CallKey<N> => [name, input];

type CallKey<N extends MethodName> = readonly [N, Input<N>];

/** Written out, since the compiler would write the whole contract out in its place. */
interface CallOptions<N extends MethodName> {
  readonly queryKey: CallKey<N>;
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Output<N>>;
}

/** One call of the contract as a cached query, keyed by its name and input. */
export const callOptions = <N extends MethodName>(client: AppClient, name: N, input: Input<N>): CallOptions<N> => ({
  queryKey: callKey(name, input),
  queryFn: ({ signal }) => valueOf(client, name, input, signal),
});

interface Options {
  readonly enabled?: boolean;
  readonly keep?: boolean;
}

export const useCall = <N extends MethodName>(
  name: N,
  input: Input<N>,
  { enabled = true, keep = false }: Options = {},
): UseQueryResult<Output<N>> =>
  useQuery<Output<N>, Error, Output<N>, CallKey<N>>({
    ...callOptions(useClient(), name, input),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });

export const useCommand = <N extends MethodName>(name: N): UseMutationResult<Output<N>, Error, Input<N>> => {
  const client = useClient();
  return useMutation({ mutationFn: (input: Input<N>) => valueOf(client, name, input) });
};
