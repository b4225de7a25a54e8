import { isHostMethodName } from '#contract/host-methods';
import { type CoreMethodName, isMethodName, methods, type Output, type ParsedInput, replyLimit } from '#contract/methods';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Log } from './ports.ts';
import { redactText } from './redact/text.ts';
import { createQueues } from './queues.ts';

export interface CallContext {
  readonly signal: AbortSignal;
}

export type Handler<N extends CoreMethodName> = (
  input: ParsedInput<N>,
  context: CallContext,
) => Promise<Result<Output<N>, Problem>>;
export type Handlers = { readonly [N in CoreMethodName]: Handler<N> };

/** The one door of the core: every carrier brings its calls here, parsed by nobody before. */
export interface Core {
  call(name: unknown, input: unknown, signal: AbortSignal): Promise<Result<unknown, Problem>>;
}

export interface CoreOptions {
  readonly handlers: Handlers;
  readonly log: Log;
  /** Read-only mode refuses every `clusterWrite`, server dry-run included, of the cluster that a call's input is about. */
  readonly readOnly: (input: unknown) => boolean;
}

const unknownCall = (name: unknown): Problem =>
  problem('unknown-call', {
    what: `There is no call ${typeof name === 'string' ? name.slice(0, 60) : typeof name}.`,
    why: 'The contract does not have it.',
  });

/** Windows and dialogs are the host's: a call that comes here all the same was carried past it. */
const notOfTheCore = (name: string): Problem =>
  problem('not-available', { what: `${name} cannot be done here.`, why: 'It belongs to the window that shows the page.' });

const invalidInput = (
  name: CoreMethodName,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Problem => {
  const first = issues[0];
  const field = first === undefined ? '' : first.path.map(String).join('.');
  return problem('input-invalid', {
    what: `The input of ${name} is not of its form${field === '' ? '' : ` at ${field}`}.`,
    why: first?.message ?? 'It does not parse.',
    at: { field },
  });
};

const tooLarge = (name: CoreMethodName): Problem =>
  problem('too-large', {
    what: `The answer to ${name} is over ${replyLimit} bytes.`,
    why: 'A reply is bounded, so that the page stays quick.',
    todo: 'Ask for a smaller part.',
  });

/** Only bugs throw; the page and the other calls outlive one. */
const defect = (name: CoreMethodName, error: unknown, log: Log): Problem => {
  const message = error instanceof Error ? error.message : String(error);
  log.write('error', `${name} failed: ${error instanceof Error ? (error.stack ?? message) : message}`);
  return problem('defect', {
    what: `Plumbline itself failed in ${name}.`,
    why: 'This is a defect.',
    detail: redactText(message, { maxLength: 500 }),
  });
};

/** Runs one handler whose types are tied by its name. */
const run = <N extends CoreMethodName>(
  handlers: Handlers,
  name: N,
  input: unknown,
  context: CallContext,
): Promise<Result<Output<N>, Problem>> => {
  const parsed = methods[name].input.safeParse(input);
  if (!parsed.success) return Promise.resolve(fail(invalidInput(name, parsed.error.issues)));
  return handlers[name](parsed.data as ParsedInput<N>, context);
};

export const createCore = ({ handlers, log, readOnly }: CoreOptions): Core => {
  const queues = createQueues();
  const answer = async (name: CoreMethodName, input: unknown, context: CallContext): Promise<Result<unknown, Problem>> => {
    const method = methods[name];
    if (method.effect === 'clusterWrite' && readOnly(input)) {
      return fail(
        problem('read-only', {
          what: `${name} was refused.`,
          why: 'A dry-run is a write request to the server, and read-only mode is on for this cluster.',
        }),
      );
    }
    if (method.kind === 'command') log.write('info', `call ${name}`);
    const result = await run(handlers, name, input, context).catch((error: unknown) => fail(defect(name, error, log)));
    if (!result.ok) {
      if (method.kind === 'command') log.write('info', `${name} ended with ${result.error.code}`);
      return result;
    }
    return JSON.stringify(result.value).length > replyLimit ? fail(tooLarge(name)) : ok(result.value);
  };
  return {
    call: async (name, input, signal) => {
      if (!isMethodName(name)) return fail(unknownCall(name));
      if (isHostMethodName(name)) return fail(notOfTheCore(name));
      const method = methods[name];
      // Writes to one store or cluster go one after the other, so that two pages cannot interleave.
      const queue =
        method.kind === 'command' && (method.effect === 'library' || method.effect === 'clusterWrite')
          ? method.effect
          : undefined;
      return queue === undefined ? answer(name, input, { signal }) : queues.run(queue, () => answer(name, input, { signal }));
    },
  };
};
