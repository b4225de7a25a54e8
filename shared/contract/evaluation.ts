import type { Finding } from './finding.ts';

/** What a rule said over all its subjects. A check is one rule on one subject that it applies to. */
export interface RuleTally {
  readonly ruleId: string;
  readonly passed: number;
  readonly failed: number;
  /** Unknown findings: what was not read cannot be counted. */
  readonly unknown: number;
}

/** Findings plus what was left out, never either-or. */
export interface Evaluation {
  readonly rulesVersion: string;
  readonly findings: readonly Finding[];
  readonly tallies: readonly RuleTally[];
  readonly coverage: { readonly percent: number | null; readonly cells: number; readonly full: number };
  /** Rules that did not run, and why (a missing configuration). */
  readonly skipped: readonly { readonly ruleId: string; readonly reason: string }[];
  /** A rule that threw: a defect of ours; the others still count. Its checks are unknown. */
  readonly defects: readonly { readonly ruleId: string; readonly message: string }[];
}
