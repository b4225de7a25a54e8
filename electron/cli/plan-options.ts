import type { Command } from 'commander';
import type { CaptureOptions } from '#contract/capture';
import { columnsText } from '#core/reports/columns';
import { jsonText } from '#core/reports/json';
import type { CliCore, EvaluateRequest } from './cli-core.ts';
import { widthOf, type Session } from './session.ts';

export interface PlanFlags {
  readonly printRequests?: boolean;
  readonly printRole?: boolean;
}

export const addPlanOptions = (command: Command): Command =>
  command
    .option('--print-requests', 'print what would be asked of the cluster, and stop')
    .option('--print-role', 'print the least-privilege ClusterRole for it, and stop');

export const wantsPlan = (flags: PlanFlags): boolean => flags.printRequests === true || flags.printRole === true;

/** Role as YAML, requests as a table (or JSON): nothing is sent for either. */
export const planText = async (
  session: Session,
  core: CliCore,
  flags: PlanFlags & { readonly json: boolean },
  capture: CaptureOptions,
  evaluate: EvaluateRequest,
): Promise<string> => {
  const plan = await core.plan(capture, evaluate);
  if (flags.printRequests !== true) return plan.role;
  const { requests, budget } = plan;
  if (flags.json) return jsonText({ requests, budget, ...(flags.printRole === true ? { role: plan.role } : {}) });
  const columns = [{ title: 'METHOD' }, { title: 'PATH' }, { title: 'WHY', flexible: true }];
  const lines = columnsText(
    columns,
    requests.map(request => [request.method, request.path, request.why]),
    widthOf(session.host.out),
  );
  const role = flags.printRole === true ? `\n${plan.role}` : '';
  return `${lines.join('\n')}\n\nAt most ${budget} requests in all, reads and reviews of own rights only.\n${role}`;
};
