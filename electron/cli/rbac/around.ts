import type { Command } from 'commander';
import { columnsText } from '#core/reports/columns';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { addFilterFlags, addGraphOption, countUpTo, type FilterFlags, filterOf } from './filter.ts';
import { addQuestionOptions, ask, type QuestionFlags, tell, tellGraph, withQuestion } from './question.ts';
import { gapLines, textOf } from './words.ts';

type Flags = QuestionFlags & FilterFlags & { readonly depth: number };

const columns = [
  { title: 'FROM', max: 50 },
  { title: 'EDGE', max: 40 },
  { title: 'TO', max: 50 },
  { title: 'WHAT', flexible: true },
];

const runTo =
  (direction: 'out' | 'in') =>
  (session: Session, flags: Flags, [node = '']: readonly string[]): Promise<number> =>
    withQuestion(session, flags, async question => {
      const asked = { node, direction, depth: flags.depth, filter: filterOf(flags) };
      const answered = await ask(question, 'attack.neighbours', asked);
      if (!answered.ok) return failWith(session, answered.error);
      if (flags.graph !== undefined) return tellGraph(question, flags.graph, asked, answered.value);
      const { graph, totals, reachesAdmin, needs } = answered.value;
      const cells = graph.edges.map(({ from, edge, to, what }) => [from, edge, to, what]);
      const { omitted } = graph;
      const counts = Object.entries(totals).map(([kind, count]) => `${count} ${kind}`);
      const text = (width: number | null): string =>
        textOf([
          ...columnsText(columns, cells, width),
          '',
          `${direction === 'out' ? `${node} reaches` : `${node} is reached by`} ${counts.length === 0 ? 'nothing' : counts.join(', ')}${direction === 'out' && reachesAdmin ? '; admin among them' : ''}`,
          ...(omitted.nodes + omitted.edges === 0
            ? []
            : [`left out here: ${omitted.nodes} nodes and ${omitted.edges} edges, ${omitted.reason}`]),
          ...gapLines(needs, []),
        ]);
      return tell(question, answered.value, text);
    });

const addAround = (rbac: Command, session: Session, name: string, direction: 'out' | 'in', description: string): void => {
  addGraphOption(
    addFilterFlags(
      addQuestionOptions(
        rbac
          .command(name)
          .argument('<node>', 'a subject, pod:NS/NAME, node:NAME, secret:NS/NAME, ns:NAME, cloud:…, admin')
          .description(description)
          .option('--depth <steps>', 'at most this many steps', countUpTo(12), 4),
      ),
    ),
  ).action(action(session, runTo(direction)));
};

export const addBlastRadius = (rbac: Command, session: Session): void =>
  addAround(rbac, session, 'blast-radius', 'out', 'All that an attacker who holds this gets to.');

export const addReaches = (rbac: Command, session: Session): void =>
  addAround(rbac, session, 'what-reaches', 'in', 'All from which an attacker gets to this.');
