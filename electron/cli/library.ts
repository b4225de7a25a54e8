import { Option, type Command } from 'commander';
import { severities } from '#contract/finding';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SnapshotSummary } from '#contract/snapshot';
import { columnsText } from '#core/reports/columns';
import { jsonText } from '#core/reports/json';
import { visibleText } from '#core/reports/visible-text';
import { action } from './action.ts';
import type { CliCore } from './cli-core.ts';
import { outputBundleProblem } from './output-file.ts';
import { failWith, widthOf, withCore, type Session } from './session.ts';

interface ListFlags {
  readonly format: 'table' | 'json';
}

const columns = [
  { title: 'ID', max: 40 },
  { title: 'TITLE', max: 48 },
  { title: 'CAPTURED' },
  { title: 'OBJECTS' },
  { title: severities.map(severity => severity.charAt(0).toUpperCase()).join('/') },
  { title: 'UNKNOWN' },
  { title: 'COVERAGE' },
  { title: 'SERVER', flexible: true },
];

const rowOf = (summary: SnapshotSummary): readonly string[] => [
  summary.id,
  summary.title,
  summary.meta.capturedAt,
  String(summary.objects),
  severities.map(severity => summary.findings[severity]).join('/'),
  String(summary.unknown),
  summary.coverage.percent === null ? '-' : `${summary.coverage.percent} %`,
  `${summary.meta.server ?? '-'}${summary.meta.partial ? ' (partial)' : ''}`,
];

const list = (session: Session, flags: ListFlags): Promise<number> =>
  withCore(session, {}, async core => {
    const { out, err } = session.host;
    const listed = await core.library.list();
    if (!listed.ok) return failWith(session, listed.error);
    const { snapshots, problems } = listed.value;
    for (const each of problems) await err.write(`plumbline: ${visibleText(each, 1_000)}\n`);
    if (flags.format === 'json') await out.write(jsonText(snapshots));
    else
      await out.write(
        snapshots.length === 0
          ? 'The library is empty.\n'
          : `${columnsText(columns, snapshots.map(rowOf), widthOf(out)).join('\n')}\n`,
      );
    return 0;
  });

const ambiguous = (name: string, found: readonly SnapshotSummary[]): Problem =>
  problem('snapshot-unknown', {
    what:
      found.length === 0
        ? `The library holds no snapshot "${name.slice(0, 200)}".`
        : `"${name.slice(0, 200)}" fits ${found.length} snapshots.`,
    why:
      found.length === 0
        ? 'A snapshot is named by its id, the start of it, or its title.'
        : `They are ${found.map(each => each.id).join(', ')}.`,
  });

/** By id, else by an unambiguous start of the id, else by title. */
export const resolveSnapshot = async (core: CliCore, name: string): Promise<Result<SnapshotSummary, Problem>> => {
  const listed = await core.library.list();
  if (!listed.ok) return listed;
  const { snapshots } = listed.value;
  const exact = snapshots.find(each => each.id === name);
  if (exact !== undefined) return ok(exact);
  const byStart = name.length >= 4 ? snapshots.filter(each => each.id.startsWith(name)) : [];
  const found = byStart.length > 0 ? byStart : snapshots.filter(each => each.title === name);
  const only = found[0];
  return only !== undefined && found.length === 1 ? ok(only) : fail(ambiguous(name, found));
};

const importFile = (session: Session, flags: { readonly title?: string }, args: readonly string[]): Promise<number> =>
  withCore(session, {}, async core => {
    const { host } = session;
    const imported = await core.library.importFile(args[0] ?? '', { title: flags.title }, host.signal);
    if (!imported.ok) return failWith(session, imported.error);
    await host.out.write(`${visibleText(imported.value.id)}  ${visibleText(imported.value.title)}\n`);
    return 0;
  });

const exportBundle = async (session: Session, flags: { readonly output: string }, args: readonly string[]): Promise<number> => {
  const wrong = outputBundleProblem(flags.output);
  if (wrong !== undefined) return failWith(session, wrong);
  return withCore(session, {}, async core => {
    const { host } = session;
    const found = await resolveSnapshot(core, args[0] ?? '');
    if (!found.ok) return failWith(session, found.error);
    const written = await core.library.exportBundle(found.value.id, flags.output, host.signal);
    if (!written.ok) return failWith(session, written.error);
    await host.out.write(
      `${visibleText(flags.output, 4_000)}: ${written.value.bytes} bytes\nidentity ${written.value.identity}\n`,
    );
    return 0;
  });
};

const remove = (session: Session, _flags: object, args: readonly string[]): Promise<number> =>
  withCore(session, {}, async core => {
    const { host } = session;
    // All are found before the first is removed: a typing error removes nothing.
    const found: SnapshotSummary[] = [];
    for (const name of args) {
      const one = await resolveSnapshot(core, name);
      if (!one.ok) return failWith(session, one.error);
      found.push(one.value);
    }
    for (const summary of found) {
      const removed = await core.library.remove(summary.id);
      if (!removed.ok) return failWith(session, removed.error);
      await host.out.write(`removed ${visibleText(summary.id)}  ${visibleText(summary.title)}\n`);
    }
    return 0;
  });

export const addLibrary = (program: Command, session: Session): void => {
  const library = program.command('library').description('The snapshots that are kept on this machine (PLUMBLINE_HOME).');
  library
    .command('list')
    .description('List the snapshots.')
    .addOption(new Option('--format <format>', 'how the list is written').choices(['table', 'json']).default('table'))
    .action(action(session, list));
  library
    .command('import')
    .argument('<file>', 'a bundle, or JSON or YAML as kubectl get -o json|yaml prints it')
    .description('Take a bundle or a dump into the library.')
    .option('--title <title>', 'how it is called in the library')
    .action(action(session, importFile));
  library
    .command('export')
    .argument('<snapshot>', 'id, start of the id, or title')
    .description('Write a snapshot as an evidence bundle.')
    .requiredOption('-o, --output <file>', 'the bundle to write (.tar.gz)')
    .action(action(session, exportBundle));
  library
    .command('remove')
    .argument('<snapshot...>', 'id, start of the id, or title')
    .description('Remove snapshots from the library.')
    .action(action(session, remove));
};
