import type { Evaluation } from '#contract/evaluation';
import type { AnyRule } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';

/** Runs these rules with the configuration that made the findings, over all subjects or those of some namespaces. */
export type RunRules = (index: SnapshotIndex, rules: readonly AnyRule[], namespaces?: readonly string[]) => Promise<Evaluation>;
