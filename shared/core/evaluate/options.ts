import type { PlumblineConfig } from '#contract/config';
import type { Severity } from '#contract/finding';
import type { ObjectKey } from '#contract/kube';
import type { Pointer } from '#contract/rule';

/** Rule id → the controls of published frameworks that it answers: `cis-1.12/5.2.2`. */
export type FrameworkMap = Readonly<Record<string, readonly string[]>>;

/** What is evaluated and reported; absent fields narrow nothing. */
export interface EvaluateOnly {
  readonly rules?: readonly string[];
  /** At least this. */
  readonly severity?: Severity;
  /** Cluster-scoped objects fall out too, but for the Namespace objects named. */
  readonly namespaces?: readonly string[];
  readonly excludeNamespaces?: readonly string[];
  readonly kinds?: readonly string[];
  /** kubectl's selector text, on the labels of the object that is edited or where it stands. */
  readonly selector?: string;
  /** `cis-1.12`, `pss/baseline`: a framework or a part of it. */
  readonly framework?: string;
}

export interface SourceOf {
  readonly file: string;
  /** 1-based line of the field, or of the nearest parent that is there. */
  line(pointer: Pointer): number;
}

export interface EvaluateOptions {
  readonly config: PlumblineConfig;
  readonly frameworks: FrameworkMap;
  readonly only?: EvaluateOnly;
  /** The catalogue's `rulesVersion`, which findings carry. */
  readonly rulesVersion?: string;
  /** Where objects stand in files. */
  readonly sources?: ReadonlyMap<ObjectKey, SourceOf>;
  /** Files alone: what they do not hold is not given, rather than absent. */
  readonly manifests?: boolean;
}
