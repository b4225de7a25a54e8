import type { PlumblineConfig } from '#contract/config';
import type { KubeObject } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { labelsOf, parseSelectorText } from '#kube/label-selector';
import type { EvaluateOnly, EvaluateOptions, FrameworkMap } from './options.ts';

/** What the filters let through. */
export interface Selection {
  readonly includesNamespace: (namespace: string) => boolean;
  /** Namespaces asked for by name; undefined: all but the excluded ones. */
  readonly namespaces: readonly string[] | undefined;
  /** By the object that is edited, or the one where it stands. */
  readonly includes: (root: KubeObject, at: KubeObject) => boolean;
  readonly includesCluster: boolean;
}

const namespaceOf = (object: KubeObject): string | undefined =>
  object.kind === 'Namespace' ? object.metadata.name : object.metadata.namespace;

export const createSelection = (only: EvaluateOnly, config: PlumblineConfig): Selection => {
  const excluded = new Set([...(only.excludeNamespaces ?? []), ...config.exclude.namespaces]);
  const wanted = only.namespaces === undefined || only.namespaces.length === 0 ? undefined : new Set(only.namespaces);
  const kinds =
    only.kinds === undefined || only.kinds.length === 0 ? undefined : new Set(only.kinds.map(kind => kind.toLowerCase()));
  // A text that is no selector selects nothing; hosts refuse it before they get here.
  const matches = only.selector === undefined ? undefined : (parseSelectorText(only.selector) ?? (() => false));
  const includesNamespace = (namespace: string): boolean =>
    !excluded.has(namespace) && (wanted === undefined || wanted.has(namespace));
  return {
    includesNamespace,
    namespaces: wanted === undefined ? undefined : [...wanted].filter(includesNamespace),
    includesCluster: wanted === undefined && kinds === undefined && matches === undefined,
    includes: (root, at) => {
      const namespace = namespaceOf(at);
      if (namespace === undefined ? wanted !== undefined : !includesNamespace(namespace)) return false;
      if (kinds !== undefined && !kinds.has(root.kind.toLowerCase()) && !kinds.has(at.kind.toLowerCase())) return false;
      return matches === undefined || matches(labelsOf(root.metadata)) || matches(labelsOf(at.metadata));
    },
  };
};

const answers = (controls: readonly string[], framework: string): boolean =>
  controls.some(control => control === framework || control.startsWith(`${framework}/`));

export interface RuleChoice {
  readonly enabled: readonly AnyRule[];
  readonly skipped: readonly { readonly ruleId: string; readonly reason: string }[];
}

/** The rules that run, and those that do not with the reason (a filter is no reason to tell). */
export const chooseRules = (
  rules: readonly AnyRule[],
  only: EvaluateOnly,
  config: PlumblineConfig,
  frameworks: FrameworkMap,
): RuleChoice => {
  const asked = rules.filter(
    rule =>
      (only.rules === undefined || only.rules.length === 0 || only.rules.includes(rule.id)) &&
      (only.framework === undefined || answers(frameworks[rule.id] ?? [], only.framework)),
  );
  const reasonOf = (rule: AnyRule): string | undefined => {
    if (config.rules[rule.id]?.enabled === false) return 'The configuration switches this rule off.';
    if (rule.requiresConfig !== undefined && config[rule.requiresConfig].length === 0)
      return `The configuration names no ${rule.requiresConfig}, without which this rule has nothing to compare with.`;
    return undefined;
  };
  return {
    enabled: asked.filter(rule => reasonOf(rule) === undefined),
    skipped: asked.flatMap(rule => {
      const reason = reasonOf(rule);
      return reason === undefined ? [] : [{ ruleId: rule.id, reason }];
    }),
  };
};

/** The rules of an evaluation with these options. */
export const enabledRules = (rules: readonly AnyRule[], { only = {}, config, frameworks }: EvaluateOptions): readonly AnyRule[] =>
  chooseRules(rules, only, config, frameworks).enabled;
