import type { Command } from 'commander';
import type { CaptureOptions } from '#contract/capture';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { columnsText } from '#core/reports/columns';
import { jsonText } from '#core/reports/json';
import type { CliCore, ConnectOptions, EvaluateRequest } from './cli-core.ts';
import { widthOf, type Session } from './session.ts';

export interface PlanFlags {
  readonly printRequests?: boolean;
  readonly printRole?: boolean;
}

export const addPlanOptions = (command: Command): Command =>
  command
    .option('--print-requests', 'print what would be asked of the cluster, and stop')
    .option('--print-role', 'print the least-privilege ClusterRole for it, and stop; with --context it has custom resources too');

export const wantsPlan = (flags: PlanFlags): boolean => flags.printRequests === true || flags.printRole === true;

/** What the printed plan is about. */
export interface PlanInput {
  /** `--context` as it was given; undefined: nothing is asked of any cluster. */
  readonly context: string | undefined;
  readonly connect: ConnectOptions;
  readonly capture: CaptureOptions;
  readonly request: EvaluateRequest;
}

/** A context that was named tells its custom resources (discovery alone is asked); without one the role has the built-in ones. */
const roleText = async (session: Session, core: CliCore, input: PlanInput, offline: string): Promise<Result<string, Problem>> => {
  if (input.context === undefined) return ok(offline);
  const context = await core.selectContext(input.context);
  return context.ok ? core.roleFor(context.value, input.capture, input.connect, session.host.signal) : context;
};

/** Role as YAML, requests as a table (or JSON). */
export const planText = async (
  session: Session,
  core: CliCore,
  flags: PlanFlags & { readonly json: boolean },
  input: PlanInput,
): Promise<Result<string, Problem>> => {
  const plan = await core.plan(input.capture, input.request);
  const role = flags.printRole === true ? await roleText(session, core, input, plan.role) : ok('');
  if (!role.ok || flags.printRequests !== true) return role;
  const { requests, budget } = plan;
  if (flags.json) return ok(jsonText({ requests, budget, ...(flags.printRole === true ? { role: role.value } : {}) }));
  const columns = [{ title: 'METHOD' }, { title: 'PATH' }, { title: 'WHY', flexible: true }];
  const lines = columnsText(
    columns,
    requests.map(request => [request.method, request.path, request.why]),
    widthOf(session.host.out),
  );
  const limit = `At most ${budget} requests in all, reads and reviews of own rights only.`;
  return ok(`${lines.join('\n')}\n\n${limit}\n${role.value === '' ? '' : `\n${role.value}`}`);
};
