import type { KubeObject } from '#contract/kube';
import type { Pointer } from '#contract/rule';
import { listAt, textsAt } from '../json-fields.ts';
import { at } from '../pointer.ts';

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly path: Pointer;
}

export const policyRules = (role: KubeObject): readonly PolicyRule[] =>
  listAt(role, 'rules').map((rule, index) => ({
    verbs: textsAt(rule, 'verbs'),
    apiGroups: textsAt(rule, 'apiGroups'),
    resources: textsAt(rule, 'resources'),
    resourceNames: textsAt(rule, 'resourceNames'),
    nonResourceURLs: textsAt(rule, 'nonResourceURLs'),
    path: at('', 'rules', index),
  }));
