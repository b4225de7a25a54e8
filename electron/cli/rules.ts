import { Option, type Command } from 'commander';
import { severities } from '#contract/finding';
import { columnsText } from '#core/reports/columns';
import { wrap } from '#core/reports/display-width';
import { jsonText } from '#core/reports/json';
import { problem } from '#contract/problem';
import { action } from './action.ts';
import type { RulesTold } from './cli-core.ts';
import { failWith, widthOf, withCore, type Session } from './session.ts';

interface Flags {
  readonly format: 'table' | 'json';
}

type Row = RulesTold['list'][number];

const columns = [
  { title: 'RULE', max: 60 },
  { title: 'PACK' },
  { title: 'SEVERITY' },
  { title: 'PATCH' },
  { title: 'WHAT', flexible: true },
];

const compare = (a: Row, b: Row): number =>
  a.pack.localeCompare(b.pack, 'en') ||
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  a.id.localeCompare(b.id, 'en');

const list = (session: Session, flags: Flags): Promise<number> =>
  withCore(session, {}, async core => {
    const { out } = session.host;
    const told = await core.rules();
    const rules = told.list.toSorted(compare);
    if (flags.format === 'json') {
      await out.write(jsonText({ version: told.version, rules }));
      return 0;
    }
    const rows = rules.map(rule => [rule.id, rule.pack, rule.severity, rule.fixable ? 'yes' : '', rule.what]);
    await out.write(`${columnsText(columns, rows, widthOf(out)).join('\n')}\n\n${rules.length} rules, version ${told.version}\n`);
    return 0;
  });

const cardText = (rule: Row, width: number): string => {
  const fields: readonly (readonly [string, string])[] = [
    ['severity', rule.severity],
    ['pack', rule.pack],
    ['what', rule.what],
    ['why', rule.why],
    ['fix', rule.fix],
    ['patch', rule.fixable ? 'plumbline patch proposes one' : 'none: by hand'],
    ['reads', rule.needs.join(', ') || 'nothing beside its subject'],
    ['controls', rule.frameworks.join(', ') || 'none'],
    ['links', rule.references.join(' ') || 'none'],
  ];
  const lines = fields.flatMap(([label, text]) =>
    wrap(text, width - 10).map((line, index) => `${(index === 0 ? label : '').padEnd(10)}${line}`),
  );
  return `${rule.id}\n${lines.join('\n')}\n`;
};

const show = (session: Session, flags: Flags, args: readonly string[]): Promise<number> =>
  withCore(session, {}, async core => {
    const { out } = session.host;
    const id = args[0] ?? '';
    const { list: rules } = await core.rules();
    const rule = rules.find(each => each.id === id);
    if (rule === undefined) {
      const near = rules.filter(each => each.id.includes(id)).map(each => each.id);
      const why = near.length === 0 ? 'No id contains that text.' : `Ids that contain it: ${near.slice(0, 8).join(', ')}.`;
      return failWith(session, problem('rule-unknown', { what: `There is no rule "${id.slice(0, 100)}".`, why }));
    }
    await out.write(flags.format === 'json' ? jsonText(rule) : cardText(rule, widthOf(out) ?? 100));
    return 0;
  });

const formatOption = (): Option =>
  new Option('--format <format>', 'how it is written').choices(['table', 'json']).default('table');

export const addRules = (program: Command, session: Session): void => {
  const rules = program.command('rules').description('The rule catalogue.');
  rules.command('list').description('List all rules.').addOption(formatOption()).action(action(session, list));
  rules
    .command('show')
    .argument('<id>', 'id of a rule')
    .description('Show one rule.')
    .addOption(formatOption())
    .action(action(session, show));
};
