import type { Finding } from '#contract/finding';
import { type Problem } from '#contract/problem';
import type { Recheck, RecheckScope } from '#contract/recheck';
import { ok, type Result } from '#contract/result';
import type { AnyRule } from '#contract/rule';
import { type LookDeps, lookAgain } from './look-again.ts';
import { planRecheck } from './plan.ts';
import { countsOf, verdictsOf } from './verdicts.ts';

export interface RecheckCall extends LookDeps {
  readonly snapshot: string;
  readonly scope: RecheckScope;
  readonly findings: readonly Finding[];
  readonly rules: readonly AnyRule[];
}

/** A reply is at most 1 MiB. */
const mostVerdicts = 500;

/**
 * Reads again only what the rules of a scope need and evaluates that alone, so that no age is mixed with another. Problems:
 * `finding-unknown`, `rule-unknown`, `not-available`, `cancelled`, and those of the connection.
 */
export const recheck = async (call: RecheckCall, signal: AbortSignal): Promise<Result<Recheck, Problem>> => {
  const { clock } = call.ports;
  const plan = planRecheck(call.scope, call.findings, call.rules);
  if (!plan.ok) return plan;
  const readFrom = clock.iso(clock.now());
  const look = await lookAgain(plan.value, call, signal);
  if (!look.ok) return look;
  const verdicts = verdictsOf(plan.value, look.value, new Set(call.findings.map(({ id }) => id)));
  return ok({
    snapshot: call.snapshot,
    scope: call.scope,
    capturedAt: call.meta.capturedUntil,
    readFrom,
    readUntil: clock.iso(clock.now()),
    requests: look.value.requests,
    rules: plan.value.rules.length,
    counts: countsOf(verdicts),
    verdicts: verdicts.slice(0, mostVerdicts),
    omitted: Math.max(0, verdicts.length - mostVerdicts),
  });
};
