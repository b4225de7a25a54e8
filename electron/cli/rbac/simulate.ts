import type { Command } from 'commander';
import type { Simulation } from '#contract/attack';
import { plural } from '#core/reports/plural';
import { action } from '../action.ts';
import { collectWhole } from '../list-option.ts';
import { failWith, type Session } from '../session.ts';
import { usage } from '../usage.ts';
import { type ChangeFlags, changesOf } from './changes.ts';
import { changeText, pathLines } from './path-lines.ts';
import { addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { type ChangeResultFlags, failOnOption } from './change-result.ts';
import { simulateApply } from './simulate-apply.ts';
import { gapLines, textOf } from './words.ts';

type Flags = QuestionFlags &
  ChangeFlags &
  Pick<ChangeResultFlags, 'failOn'> & {
    readonly from?: string;
    readonly to: string;
    readonly apply?: readonly string[];
    readonly markdown?: boolean;
  };

const most = 20;

const lostLines = ({ lost, lostMore }: Simulation): string[] => [
  ...lost
    .slice(0, most)
    .flatMap(({ subject, permissions, workloads }) => [
      `  ${subject} loses ${permissions.slice(0, most).join(', ')}${permissions.length > most ? ` and ${permissions.length - most} more` : ''}`,
      ...(workloads.length === 0 ? [] : [`    relied on by ${workloads.slice(0, most).join(', ')}`]),
    ]),
  ...(lost.length > most || lostMore > 0 ? [`  and ${Math.max(0, lost.length - most) + lostMore} more subjects`] : []),
];

const removals = async (session: Session, flags: Flags): Promise<number> => {
  const changes = changesOf(flags);
  if (!changes.ok) return failWith(session, changes.error);
  if (changes.value.length === 0)
    return failWith(
      session,
      usage(
        'simulate takes at least one change.',
        'None was named.',
        'Name one with --remove, --remove-subject, --remove-field, --raise, or files with --apply.',
      ),
    );
  return withQuestion(session, flags, async question => {
    const asked = { changes: [...changes.value], from: flags.from ?? null, to: flags.to };
    const answered = await ask(question, 'attack.simulate', asked);
    if (!answered.ok) return failWith(session, answered.error);
    const told = answered.value;
    const text = (): string =>
      textOf([
        ...changes.value.map(changeText),
        `reaching ${flags.to}: ${told.reachingBefore} before, ${told.reachingAfter} after`,
        ...(flags.from === undefined ? [] : [`paths from ${flags.from}: ${told.pathsBefore} before, ${told.pathsAfter} after`]),
        ...(told.freed.length === 0
          ? []
          : [`no longer: ${told.freed.slice(0, most).join(', ')}${told.freed.length > most || told.freedMore > 0 ? ', …' : ''}`]),
        ...(told.gained.length === 0 ? [] : [`newly: ${told.gained.slice(0, most).join(', ')}`]),
        ...(told.removed.length === 0 ? [] : [plural(told.removed.length, 'path that ends', 'paths that end')]),
        ...told.removed.flatMap(pathLines),
        ...(told.stays.length === 0 ? [] : [plural(told.stays.length, 'path that stays', 'paths that stay')]),
        ...told.stays.flatMap(pathLines),
        ...(told.lost.length === 0 ? ['nobody loses a right'] : ['rights that end', ...lostLines(told)]),
        ...gapLines(told.needs, []),
      ]);
    return tell(question, { changes: changes.value, ...told }, text);
  });
};

const run = async (session: Session, flags: Flags): Promise<number> => {
  if (flags.apply === undefined) return removals(session, flags);
  if (flags.markdown === true && flags.format === 'json')
    return failWith(session, usage('The result has one form.', 'Both --markdown and --format json were given.'));
  return simulateApply(session, { ...flags, format: flags.markdown === true ? 'markdown' : flags.format, apply: flags.apply });
};

export const addSimulate = (rbac: Command, session: Session): void => {
  addQuestionOptions(
    rbac
      .command('simulate')
      .description('What a change would do, before anybody makes it: paths and rights that end, or that files would add.')
      .option('--remove <what>', 'a role, binding, rule (role/NS/NAME#2) or object (repeatable)', collectWhole)
      .option('--remove-subject <what>', 'BINDING=SUBJECT (repeatable)', collectWhole)
      .option('--remove-field <what>', 'OBJECT#POINTER (repeatable)', collectWhole)
      .option('--raise <what>', 'NAMESPACE=LEVEL, enforced Pod Security level (repeatable)', collectWhole)
      .option('--apply <path...>', 'manifests laid over the input: what they would add')
      .option('--markdown', 'with --apply: as the comment of a pull request')
      .addOption(failOnOption())
      .option('--from <node>', 'count the paths from here')
      .option('--to <node>', 'the target', 'admin'),
  ).action(action(session, run));
};
