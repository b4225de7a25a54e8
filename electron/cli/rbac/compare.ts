import type { Command } from 'commander';
import { action } from '../action.ts';
import { addConnectOptions, connectOf, type ConnectFlags } from '../connect-options.ts';
import { diffSideOf, loadDiffSide } from '../diff-input.ts';
import { outputFileProblem } from '../output-file.ts';
import { failWith, note, type Session, withCore } from '../session.ts';
import { addChangeFormat, type ChangeResultFlags, failOnOption, tellChange } from './change-result.ts';

type Flags = ConnectFlags & ChangeResultFlags & { readonly quiet?: boolean };

const mostNotes = 8;

const run = async (session: Session, flags: Flags, [first = '', second = '']: readonly string[]): Promise<number> => {
  const sides = [diffSideOf(first), diffSideOf(second)] as const;
  const [before, after] = sides;
  if (!before.ok) return failWith(session, before.error);
  if (!after.ok) return failWith(session, after.error);
  const wrong = flags.output === undefined ? undefined : outputFileProblem(flags.output);
  if (wrong !== undefined) return failWith(session, wrong);
  return withCore(session, flags, async core => {
    const how = { connect: connectOf(flags), quiet: flags.quiet === true };
    const earlier = await loadDiffSide(session, core, before.value, how);
    if (!earlier.ok) return failWith(session, earlier.error);
    const later = await loadDiffSide(session, core, after.value, how);
    if (!later.ok) return failWith(session, later.error);
    for (const line of [...earlier.value.notes, ...later.value.notes].slice(0, mostNotes))
      await note(session, flags.quiet === true, line);
    const access = await core.access(earlier.value);
    return tellChange(session, flags, await access.compareWith(later.value));
  });
};

export const addCompare = (rbac: Command, session: Session): void => {
  addChangeFormat(
    addConnectOptions(
      rbac
        .command('compare')
        .argument('<before>', 'what was: a file, a folder, context:NAME or library:ID')
        .argument('<after>', 'what is')
        .description('Two states by the rights that take effect and by ways to admin, whatever the objects look like.'),
    ),
  )
    .addOption(failOnOption())
    .option('-o, --output <file>', 'write the result to this file instead of stdout')
    .option('-q, --quiet', 'no progress and no notes on stderr')
    .action(action(session, run));
};
