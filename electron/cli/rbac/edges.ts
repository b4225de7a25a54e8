import { Option, type Command } from 'commander';
import { columnsText } from '#core/reports/columns';
import { jsonText } from '#core/reports/json';
import { action } from '../action.ts';
import { type Session, widthOf } from '../session.ts';

interface Flags {
  readonly format: 'table' | 'json';
}

const columns = [{ title: 'EDGE' }, { title: 'ROW' }, { title: 'SEVERITY' }, { title: 'TO' }, { title: 'WHAT', flexible: true }];

const run = async (session: Session, flags: Flags): Promise<number> => {
  const { edgeCatalogue } = await import('#core/attack/edge-catalogue');
  const edges = edgeCatalogue();
  const { out } = session.host;
  const rows = edges.map(({ id, row, severity, to, title }) => [id, row, severity, to, title]);
  await out.write(flags.format === 'json' ? jsonText({ edges }) : `${columnsText(columns, rows, widthOf(out)).join('\n')}\n`);
  return 0;
};

export const addEdges = (rbac: Command, session: Session): void => {
  rbac
    .command('edges')
    .description('Every kind of step that the attack graph knows.')
    .addOption(new Option('--format <format>', 'how the list is written').choices(['table', 'json']).default('table'))
    .action(action(session, run));
};
