import type { Severity } from '#contract/finding';

/** What a scan evaluates and reports. An empty list narrows nothing; fields are joined by AND, values of one by OR. */
export interface ScanFilter {
  readonly namespaces: readonly string[];
  readonly excludeNamespaces: readonly string[];
  /** kubectl's selector text, on the labels of the object that a finding names as `resource`. */
  readonly selector: string | undefined;
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
  selector: undefined,
  kinds: [],
  rules: [],
  frameworks: [],
  severity: undefined,
};
