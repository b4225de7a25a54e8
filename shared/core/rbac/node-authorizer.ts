import type { Access } from '#contract/rbac';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { askingNode, nodeVerdict } from '#kube/rbac/node-requests';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import { createNodeUses } from './node-uses.ts';
import type { Decision, Requester } from './policy.ts';
import { serverMinor } from './server-minor.ts';

/** The value that the request's field selector asks of a field. */
export type Selected = (field: string) => string | undefined;

/**
 * The Node authorizer, which allows kubelets what the pods on their node need, beside RBAC. No object of the cluster says that
 * it runs; kubeadm and every cloud run it.
 */
export interface NodeAuthorizer {
  /** What comes of RBAC's decision where a kubelet asks; anybody else's is returned as it is. */
  decide(requester: Requester, access: Access, rbac: Decision, selected?: Selected): Decision;
}

/** The name under which a decision gives this authorizer. */
export const nodeAuthorizerName = 'node';

const unselected: Selected = () => undefined;

const createNodeAuthorizer = (index: SnapshotIndex): NodeAuthorizer => {
  const uses = createNodeUses(index);
  const minor = serverMinor(index.snapshot.meta.serverVersion);
  const judge = (node: string, access: Access, selected: Selected): Decision => {
    // Kubelets hold no URLs of their own.
    if (!isResourceAccess(access)) return { allowed: false };
    const verdict = nodeVerdict({ node, access, minor, selected });
    const isAllowed = 'uses' in verdict ? uses.has(node, verdict.uses) : verdict.allowed;
    if (isAllowed) return { allowed: true, grants: [], authorizer: nodeAuthorizerName };
    const needs = 'uses' in verdict ? uses.missing(verdict.uses) : [];
    return needs.length > 0 ? { allowed: null, needs } : { allowed: false };
  };
  return {
    decide: (requester, access, rbac, selected = unselected) => {
      const node = askingNode(requester);
      if (node === undefined) return rbac;
      const own = judge(node, access, selected);
      if (own.allowed === true) return rbac.allowed === true ? { ...rbac, authorizer: rbac.authorizer ?? own.authorizer } : own;
      if (rbac.allowed === true || own.allowed === false) return rbac;
      return { allowed: null, needs: [...own.needs, ...(rbac.allowed === null ? rbac.needs : [])] };
    },
  };
};

const known = new WeakMap<SnapshotIndex, NodeAuthorizer>();

/** Made once a snapshot. */
export const nodeAuthorizerOf = (index: SnapshotIndex): NodeAuthorizer => {
  const found = known.get(index) ?? createNodeAuthorizer(index);
  known.set(index, found);
  return found;
};
