import { Option, type Command } from 'commander';
import { UpkeepKind } from '#contract/rbac';
import { columnsText } from '#core/reports/columns';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { everyRow } from './every-row.ts';
import { addBaselineOption, addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { gapLines, refText, textOf } from './words.ts';

interface Flags extends QuestionFlags {
  readonly kind?: UpkeepKind;
}

const columns = [
  { title: 'KIND' },
  { title: 'OBJECT', max: 60 },
  { title: 'WHAT', max: 60 },
  { title: 'BECAUSE', flexible: true },
];

const run = (session: Session, flags: Flags): Promise<number> =>
  withQuestion(session, flags, async question => {
    const asked = { kind: flags.kind ?? null, hideBaseline: flags.baseline === false };
    const answered = await everyRow(window => ask(question, 'rbac.upkeep', { ...asked, ...window }));
    if (!answered.ok) return failWith(session, answered.error);
    const { rows, counts, needs } = answered.value;
    const cells = rows.map(({ kind, object, what, because, claimableBy }) => [
      kind,
      refText(object),
      what,
      [...because, ...(claimableBy.length === 0 ? [] : [`claimable by ${claimableBy.join(', ')}`])].join('; '),
    ]);
    const text = (width: number | null): string =>
      textOf([
        ...columnsText(columns, cells, width),
        '',
        Object.entries(counts)
          .map(([kind, count]) => `${count} ${kind}`)
          .join(', '),
        ...gapLines(needs, []),
      ]);
    return tell(question, answered.value, text);
  });

export const addUpkeep = (rbac: Command, session: Session): void => {
  addBaselineOption(
    addQuestionOptions(
      rbac
        .command('upkeep')
        .description('Dangling, duplicate, redundant and dormant bindings, and default roles that differ from the server’s own.')
        .addOption(new Option('--kind <kind>', 'only these').choices(UpkeepKind.options)),
    ),
  ).action(action(session, run));
};
