import type { CoreEvent } from '#contract/events';
import type { Input, MethodName, Output } from '#contract/methods';
import { type Problem, problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { AppClient } from './app-client.ts';

type Answer<N extends MethodName> = (
  input: Input<N>,
  signal: AbortSignal | undefined,
) => Result<Output<N>, Problem> | Promise<Result<Output<N>, Problem>>;

export type Answers = { readonly [N in MethodName]?: Answer<N> };

export interface FakeClient extends AppClient {
  readonly calls: readonly { readonly name: MethodName; readonly input: unknown }[];
  readonly saved: readonly string[];
  emit(event: CoreEvent): void;
}

/** For tests and the page of fixtures: answers from a table; what it lacks is `not-available`. */
export const fakeClient = (answers: Answers): FakeClient => {
  const listeners = new Set<(event: CoreEvent) => void>();
  const calls: { name: MethodName; input: unknown }[] = [];
  const saved: string[] = [];
  return {
    calls,
    saved,
    call: async (name, input, signal) => {
      calls.push({ name, input });
      const answer = answers[name];
      if (answer === undefined)
        return fail(problem('not-available', { what: `The fake has no answer to ${name}.`, why: 'The test gave none.' }));
      return answer(input, signal);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    save: async download => {
      saved.push(download.name);
      return ok(true);
    },
    emit: event => listeners.forEach(listener => listener(event)),
  };
};
