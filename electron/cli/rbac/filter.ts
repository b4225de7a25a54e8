import { InvalidArgumentError, Option, type Command } from 'commander';
import type { AttackFilter, GraphExportFormat } from '#contract/attack';
import { severities, type Severity } from '#contract/finding';
import { collect } from '../list-option.ts';

/** Flags that narrow the graph. */
export interface FilterFlags {
  readonly edge?: readonly string[];
  readonly namespace?: readonly string[];
  readonly severity?: Severity;
  readonly baseline?: boolean;
  readonly graph?: GraphExportFormat;
}

export const addFilterFlags = (command: Command): Command =>
  command
    .option('--edge <id>', 'only edges of these kinds (repeatable; see plumbline rbac edges)', collect)
    .option('--namespace <name>', 'only through these namespaces (repeatable)', collect)
    .addOption(new Option('--severity <severity>', 'only edges at least this severe').choices(severities))
    .option('--no-baseline', 'leave out what Kubernetes itself and known vendors ship');

export const filterOf = ({ edge, namespace, severity, baseline }: FilterFlags): AttackFilter => ({
  edges: edge === undefined ? null : [...edge],
  namespaces: namespace === undefined ? null : [...namespace],
  severity: severity ?? null,
  hideBaseline: baseline === false,
});

/** `--graph`: the answer's graph as a file of this format, in place of the text. */
export const addGraphOption = (command: Command): Command =>
  command.addOption(
    new Option('--graph <format>', 'write the graph itself: GraphML, or BloodHound OpenGraph JSON').choices([
      'json',
      'graphml',
      'opengraph',
    ]),
  );

/** A whole number from 1 to `most`. */
export const countUpTo =
  (most: number) =>
  (text: string): number => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < 1 || count > most)
      throw new InvalidArgumentError(`It takes a whole number from 1 to ${most}.`);
    return count;
  };
