import type { Severity } from '#contract/finding';

/** One term of a label selector in kubectl's grammar (`app=api`, `tier!=db`, `env in (a, b)`, `team`, `!team`). */
export interface SelectorTerm {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** What a scan evaluates and reports. An empty list narrows nothing; fields are joined by AND, values of one by OR. */
export interface ScanFilter {
  readonly namespaces: readonly string[];
  readonly excludeNamespaces: readonly string[];
  /** On the labels of the object that a finding names as `resource`; all terms must hold. */
  readonly selector: readonly SelectorTerm[];
  /** Kinds of `resource`, compared without case. */
  readonly kinds: readonly string[];
  readonly rules: readonly string[];
  /** `pss` or `pss/baseline`: a framework, or a control of one. */
  readonly frameworks: readonly string[];
  /** At least this; undefined: all. */
  readonly severity: Severity | undefined;
}

export const noFilter: ScanFilter = {
  namespaces: [],
  excludeNamespaces: [],
  selector: [],
  kinds: [],
  rules: [],
  frameworks: [],
  severity: undefined,
};
