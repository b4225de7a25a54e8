import { Option, type Command } from 'commander';
import type { PlumblineConfig } from '#contract/config';
import { severities, type Severity } from '#contract/finding';
import type { ScanFilter } from '#core/reports/filter';
import { collect, collectWhole } from './list-option.ts';

export interface FilterFlags {
  readonly namespace?: readonly string[];
  readonly excludeNamespace?: readonly string[];
  readonly selector?: string;
  readonly kind?: readonly string[];
  readonly rule?: readonly string[];
  readonly framework?: readonly string[];
  readonly severity?: Severity;
  /** As the page's box takes it. */
  readonly filter?: string;
}

export const addNamespaceOptions = (command: Command): Command =>
  command
    .option('-n, --namespace <name>', 'only this namespace (repeatable)', collect)
    .option('--exclude-namespace <name>', 'all but this namespace (repeatable)', collect);

export const addFilterOptions = (command: Command): Command =>
  addNamespaceOptions(command)
    .option('-l, --selector <labels>', 'only objects with these labels, as kubectl writes it')
    .option('--kind <kind>', 'only objects of this kind, such as Deployment (repeatable)', collect)
    .option('--rule <id>', 'only this rule (repeatable)', collect)
    .option(
      '--framework <name>',
      'only rules of this framework or control, such as pss or pss/baseline (repeatable)',
      collectWhole,
    )
    .addOption(new Option('--severity <severity>', 'only findings of at least this severity').choices(severities))
    .option(
      '--filter <text>',
      'of these, only findings that match, as the page writes it: severity:high ns:shop -kind:Pod fixable:yes "two words" text',
    );

export const filterOf = (flags: FilterFlags, config: PlumblineConfig): ScanFilter => ({
  namespaces: flags.namespace ?? [],
  excludeNamespaces: [...(flags.excludeNamespace ?? []), ...config.exclude.namespaces],
  selector: flags.selector,
  kinds: flags.kind ?? [],
  rules: flags.rule ?? [],
  frameworks: flags.framework ?? [],
  severity: flags.severity,
});
