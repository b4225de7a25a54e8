import type { AnyRule } from '#contract/rule';
import type { EvaluationContext } from '#core/evaluate/run-rule';
import { createView } from '#core/evaluate/view';
import type { PatchSource } from './patch.ts';

/** What `makePatch` needs, from an evaluation's own context (`createContext` of core/evaluate). */
export const patchSource = ({ index, completeness, config, manifests }: EvaluationContext, rule: AnyRule): PatchSource => ({
  view: createView(index, completeness, rule, config).view,
  files: manifests,
  objectAt: ref => index.find(ref),
});
