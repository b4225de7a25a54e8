import type { Access } from '#contract/rbac';
import type { PolicyRule } from '#kube/rbac/policy-rule';

/** Rights as a role lists them. */
export type RuleLists = Omit<PolicyRule, 'path'>;

/** A request that was refused, as the authorizer saw it. */
export interface DeniedRequest {
  readonly user: string;
  /** As told; null where the text does not name them, as `Forbidden` messages do not. */
  readonly groups: readonly string[] | null;
  readonly access: Access;
  /**
   * For the refusal to write a role or binding that grants more than its writer holds: the rights that they would have to hold.
   * `access` is then the right that would do instead: `escalate` on the role, `bind` on the role that the binding names.
   */
  readonly grants: readonly RuleLists[] | null;
  /** False where the text does not name the namespace that the request was made in. */
  readonly namespaceKnown: boolean;
  /** What the server added: "RBAC: clusterrole … not found". */
  readonly reason: string;
}
