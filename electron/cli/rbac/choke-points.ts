import type { Command } from 'commander';
import { columnsText } from '#core/reports/columns';
import { plural } from '#core/reports/plural';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { addFilterFlags, countUpTo, type FilterFlags, filterOf } from './filter.ts';
import { fixLines } from './path-lines.ts';
import { addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { gapLines, textOf } from './words.ts';

type Flags = QuestionFlags & FilterFlags & { readonly to: string; readonly most: number };

const columns = [{ title: 'STARTS' }, { title: 'ALL GO THROUGH', max: 70 }, { title: 'CHANGE', flexible: true }];

const run = (session: Session, flags: Flags): Promise<number> =>
  withQuestion(session, flags, async question => {
    const answered = await ask(question, 'attack.chokePoints', { to: flags.to, limit: flags.most, filter: filterOf(flags) });
    if (!answered.ok) return failWith(session, answered.error);
    const { reaching, dominators, cut, needs } = answered.value;
    const cells = dominators.map(({ starts, node, title }) => [String(starts), node, title]);
    const text = (width: number | null): string =>
      textOf([
        `${plural(reaching, 'identity or workload reaches', 'identities and workloads reach')} ${flags.to}`,
        '',
        ...columnsText(columns, cells, width),
        '',
        cut.changes.length === 0
          ? 'no set of changes was found that cuts them off'
          : `a cut, verified by asking again without it (perhaps not the smallest), which leaves ${cut.leaves}:`,
        ...fixLines(cut.changes),
        ...gapLines(needs, []),
      ]);
    return tell(question, answered.value, text);
  });

export const addChokePoints = (rbac: Command, session: Session): void => {
  addFilterFlags(
    addQuestionOptions(
      rbac
        .command('choke-points')
        .description('What many paths go through, and a small set of changes that cuts them all, verified.')
        .option('--to <node>', 'the target', 'admin')
        .option('-k, --most <count>', 'at most this many', countUpTo(50), 10),
    ),
  ).action(action(session, run));
};
