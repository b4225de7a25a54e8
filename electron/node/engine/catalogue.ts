import type { EvaluateOnly, EvaluateOptions, SourceOf } from '#core/evaluate/options';
import type { PlumblineConfig } from '#contract/config';
import type { ObjectKey } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import { parsePodSecurityTarget } from '#kube/pod-security/standards';
import { podSecurityFrameworks, podSecurityRules } from '#kube/pod-security/rules';
import { rules, rulesVersion } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';

export interface Choice {
  readonly config: PlumblineConfig;
  readonly only: EvaluateOnly;
  /** `restricted@v1.37`: the Pod Security Standards in place of the catalogue. */
  readonly pss: string | undefined;
}

export interface Chosen {
  readonly rules: readonly AnyRule[];
  readonly options: EvaluateOptions;
}

/** A dump says what it holds, not whether that is all: it is judged as files are. */
export const filesOf = (
  { meta }: Snapshot,
  sources: ReadonlyMap<ObjectKey, SourceOf> = new Map(),
): { readonly sources: ReadonlyMap<ObjectKey, SourceOf> } | undefined =>
  meta.origin === 'dump' || meta.origin === 'manifests' ? { sources } : undefined;

/** The rules and options of one evaluation. */
export const choose = ({ config, only, pss }: Choice, files?: { readonly sources: ReadonlyMap<ObjectKey, SourceOf> }): Chosen => {
  const target = pss === undefined ? undefined : parsePodSecurityTarget(pss);
  return {
    rules: target === undefined ? rules : podSecurityRules(target),
    options: {
      config,
      // A replaced catalogue brings its own controls along: those of ours name other rules.
      frameworks: target === undefined ? frameworks : podSecurityFrameworks(target),
      only,
      rulesVersion: target === undefined ? rulesVersion : `pss-${target.level}-v1.${target.minor}`,
      ...(files === undefined ? {} : { sources: files.sources, manifests: true }),
    },
  };
};
