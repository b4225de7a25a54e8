import { Option, type Command } from 'commander';
import type { DoctorReport, DoctorStep } from '#contract/context';
import { jsonText } from '#core/reports/json';
import { paintWith, type Paint, type Tone } from '#core/reports/paint';
import { visibleText } from '#core/reports/visible-text';
import { action } from './action.ts';
import { addConnectOptions, connectOf, impersonationProblem, type ConnectFlags } from './connect-options.ts';
import { failWith, hasColour, withCore, type Session } from './session.ts';

interface Flags extends ConnectFlags {
  readonly context?: string;
  readonly format: 'table' | 'json';
}

const tones: Readonly<Record<DoctorStep['state'], readonly Tone[]>> = { pass: ['green'], fail: ['bold', 'red'], skip: ['dim'] };

const stepText = (step: DoctorStep, paint: Paint): string => {
  const lines = [
    `${paint(step.state.padEnd(5), ...tones[step.state])} ${visibleText(step.title)}${step.seen === '' ? '' : `: ${visibleText(step.seen, 1_000)}`}`,
  ];
  if (step.error !== null) lines.push(`      raw: ${visibleText(step.error, 2_000)}`);
  if (step.fix !== null) lines.push(`      do:  ${visibleText(step.fix, 1_000)}`);
  return `${lines.join('\n')}\n`;
};

const endText = (report: DoctorReport): string => {
  const failed = report.steps.filter(step => step.state === 'fail').length;
  const verdict = report.ok ? 'ready' : `${failed} ${failed === 1 ? 'step' : 'steps'} failed`;
  return `\n${visibleText(report.context)}${report.server === null ? '' : ` at ${visibleText(report.server)}`}: ${verdict}\n`;
};

const run = async (session: Session, flags: Flags): Promise<number> => {
  const { host } = session;
  const wrong = impersonationProblem(flags);
  if (wrong !== undefined) return failWith(session, wrong);
  return withCore(session, flags, async core => {
    const paint = paintWith(hasColour(host, host.out));
    const table = flags.format === 'table';
    // Shown as each step ends: a step that hangs is then the one after the last line.
    const onStep = (step: DoctorStep): void => (table ? void host.out.write(stepText(step, paint)) : undefined);
    const report = await core.doctor(flags.context, connectOf(flags), onStep, host.signal);
    if (!report.ok) return failWith(session, report.error);
    await host.out.write(table ? endText(report.value) : jsonText(report.value));
    return report.value.ok ? 0 : 3;
  });
};

export const addDoctor = (program: Command, session: Session): void => {
  const command = program
    .command('doctor')
    .description(
      'Check file, exec plugin, network, proxy, TLS, authentication and authorisation of a context, each with its fix. Exit 3 if a step fails.',
    )
    .option('--context <name>', 'a context of the kubeconfig (default: the current one)')
    .addOption(new Option('--format <format>', 'how the report is written').choices(['table', 'json']).default('table'));
  addConnectOptions(command).action(action(session, run));
};
