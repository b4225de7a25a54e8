import type { CaptureOptions } from '#contract/capture';
import type { KubeObject, ResourceType } from '#contract/kube';
import { builtinGroups, builtinResources } from '#kube/builtin-resources';
import { select } from './selection.ts';

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * The least ClusterRole with which a capture is complete: `list` and nothing else. Reviews of one's own rights and discovery
 * are every authenticated user's already (`system:basic-user`, `system:discovery`); `nodes/proxy` is never in it. RBAC cannot
 * grant the Table form of Secrets alone: the annotation says what the `list` of `secrets` means. Without `types` from
 * discovery, the groups of custom resources are unknown and left out, told by the annotation.
 */
export const leastPrivilegeRole = (options: CaptureOptions, types?: readonly ResourceType[]): KubeObject => {
  const { read } = select(types ?? builtinResources, options);
  const secrets = read.some(type => type.group === '' && type.resource === 'secrets');
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: 'plumbline-capture',
      annotations: {
        ...(secrets
          ? {
              'plumbline/secrets-list':
                'list of secrets would also return values to any other client; Plumbline asks for names and types alone. Leave them out where that is too much: secrets are then told as not read.',
            }
          : {}),
        ...(types === undefined && options.customResources !== false
          ? {
              'plumbline/custom-resources':
                'Custom resources are not in it: their groups differ from cluster to cluster. Add list on those that are to be captured, or leave them out (they are then told as not read).',
            }
          : {}),
      },
    },
    rules: rulesOf(read),
  };
};

/** One rule a group, built-in groups first; for custom groups too the resources are named, not `*`. */
const rulesOf = (types: readonly ResourceType[]): readonly PolicyRule[] => {
  const byGroup = new Map<string, Set<string>>();
  for (const type of types) byGroup.set(type.group, (byGroup.get(type.group) ?? new Set()).add(type.resource));
  return [...byGroup]
    .sort(([a], [b]) => Number(builtinGroups.has(b)) - Number(builtinGroups.has(a)) || (a < b ? -1 : 1))
    .map(([group, resources]) => ({ apiGroups: [group], resources: [...resources].sort(), verbs: ['list'] }));
};
