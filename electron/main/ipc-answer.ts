import { z } from 'zod';
import { type HostMethodName, isHostMethodName } from '#contract/host-methods';
import { isMethodName, methods } from '#contract/methods';
import { problem, type Problem } from '#contract/problem';
import type { CoreLink } from './core-link.ts';
import type { HostAnswers } from './host-answers.ts';
import { isPlainWithin } from './plain-input.ts';

const mostInput = 1024 * 1024;

export const refusal = (
  code: 'input-invalid' | 'unknown-call',
  what: string,
  why: string,
): { readonly ok: false; readonly error: Problem } => ({
  ok: false,
  error: problem(code, { what, why }),
});

const CallId = z.string().min(1).max(100);
const Cancel = z.strictObject({ callId: CallId });
const Save = z.strictObject({ handle: z.string().max(200), name: z.string().max(255) });

export interface CarrierOptions {
  readonly core: CoreLink;
  /** Asks where to save, in a dialog of the system; undefined where the person thought better of it. */
  readonly chooseSavePath: (name: string) => Promise<string | undefined>;
  /** The calls that are main's own. */
  readonly host: HostAnswers;
  /** Of the window and its document: two pages count their calls alike. */
  readonly caller: string;
}

const save = async ({ core, chooseSavePath }: CarrierOptions, input: unknown): Promise<unknown> => {
  const parsed = Save.safeParse(input);
  if (!parsed.success)
    return refusal('input-invalid', 'The call $save is not of its form.', parsed.error.issues[0]?.message ?? '');
  const path = await chooseSavePath(parsed.data.name);
  return path === undefined
    ? { ok: false, error: problem('cancelled', { what: 'Nothing was saved.', why: 'No place was chosen.' }) }
    : core.save(parsed.data.handle, path);
};

/** One of main's own. Its input was parsed by the schema of this very name. */
const answerHere = (host: HostAnswers, name: HostMethodName, input: unknown): Promise<unknown> =>
  (host[name] as (input: unknown) => Promise<unknown>)(input);

export const answer = async (options: CarrierOptions, name: unknown, input: unknown, callId: unknown): Promise<unknown> => {
  if (!isPlainWithin(input, mostInput))
    return refusal('input-invalid', 'A call was refused.', 'Its input is no plain data, or over 1 MiB.');
  if (name === '$save') return save(options, input);
  if (name === '$cancel') {
    const parsed = Cancel.safeParse(input);
    if (parsed.success) options.core.cancel(`${options.caller}:${parsed.data.callId}`);
    return { ok: true, value: {} };
  }
  if (!isMethodName(name)) return refusal('unknown-call', 'There is no such call.', 'The contract does not have it.');
  const id = CallId.safeParse(callId);
  if (!id.success) return refusal('input-invalid', `The call ${name} is not of its form.`, 'It has no id.');
  const parsed = methods[name].input.safeParse(input);
  if (!parsed.success)
    return refusal('input-invalid', `The input of ${name} is not of its form.`, parsed.error.issues[0]?.message ?? '');
  if (isHostMethodName(name)) return answerHere(options.host, name, parsed.data);
  return options.core.call(name, input, `${options.caller}:${id.data}`);
};
