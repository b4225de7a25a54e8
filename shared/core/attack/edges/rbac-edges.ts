import type { AttackEdge } from '../edge.ts';
import { aggregateEscalate } from './aggregate-escalate.ts';
import { aggregateInject } from './aggregate-inject.ts';
import { aggregationRuleWrite } from './aggregation-rule-write.ts';
import { bindByNameInNamespace } from './bind-by-name-in-namespace.ts';
import { bindByName } from './bind-by-name.ts';
import { bindClusterRoleInNamespace } from './bind-cluster-role-in-namespace.ts';
import { bindClusterRole } from './bind-cluster-role.ts';
import { bindRole } from './bind-role.ts';
import { bindingRewriteInNamespace } from './binding-rewrite-in-namespace.ts';
import { bindingRewrite } from './binding-rewrite.ts';
import { bindingWriteInNamespace } from './binding-write-in-namespace.ts';
import { bindingWrite } from './binding-write.ts';
import { bootstrapTokenInSecret } from './bootstrap-token-in-secret.ts';
import { bootstrapTokenMint } from './bootstrap-token-mint.ts';
import { clusterAdmin } from './cluster-admin.ts';
import { csrClientCert } from './csr-client-cert.ts';
import { csrKubeletCert } from './csr-kubelet-cert.ts';
import { csrSign } from './csr-sign.ts';
import { ephemeralContainer } from './ephemeral-container.ts';
import { escalateAndBindInNamespace } from './escalate-and-bind-in-namespace.ts';
import { escalateAndBind } from './escalate-and-bind.ts';
import { escalateHeldRoleInNamespace } from './escalate-held-role-in-namespace.ts';
import { escalateHeldRole } from './escalate-held-role.ts';
import { escalateNamespaceRole } from './escalate-namespace-role.ts';
import { escalate } from './escalate.ts';
import { impersonateConstrained } from './impersonate-constrained.ts';
import { impersonateExtra } from './impersonate-extra.ts';
import { impersonateGroupAsAccount } from './impersonate-group-as-account.ts';
import { impersonateGroup } from './impersonate-group.ts';
import { impersonateNode } from './impersonate-node.ts';
import { impersonateServiceAccount } from './impersonate-service-account.ts';
import { impersonateUser } from './impersonate-user.ts';
import { nodesProxy } from './nodes-proxy.ts';
import { nsRelabelPsa } from './ns-relabel-psa.ts';
import { podAttachWebsocket } from './pod-attach-websocket.ts';
import { podAttach } from './pod-attach.ts';
import { podExecWebsocket } from './pod-exec-websocket.ts';
import { podExec } from './pod-exec.ts';
import { podUpdateImage } from './pod-update-image.ts';
import { proxyEdges } from './proxy-edges.ts';
import { secretRead } from './secret-read.ts';
import { systemMasters } from './system-masters.ts';
import { tokenInSecret } from './token-in-secret.ts';
import { tokenRequest } from './token-request.ts';
import { tokenSecretMint } from './token-secret-mint.ts';
import { tokenSecretRead } from './token-secret-read.ts';
import { workloadApply } from './workload-apply.ts';
import { workloadCreatePriv } from './workload-create-priv.ts';
import { workloadCreateSa } from './workload-create-sa.ts';
import { workloadCreate } from './workload-create.ts';
import { workloadMountSecret } from './workload-mount-secret.ts';
import { workloadUpdate } from './workload-update.ts';

/** R1 to R26: what rights over objects of the API come to. */
export const rbacEdges: readonly AttackEdge[] = [
  clusterAdmin,
  systemMasters,
  escalate,
  escalateHeldRole,
  escalateHeldRoleInNamespace,
  escalateAndBind,
  escalateNamespaceRole,
  escalateAndBindInNamespace,
  bindClusterRole,
  bindClusterRoleInNamespace,
  bindRole,
  bindByName,
  bindByNameInNamespace,
  bindingRewrite,
  bindingRewriteInNamespace,
  bindingWrite,
  bindingWriteInNamespace,
  aggregateInject,
  aggregateEscalate,
  aggregationRuleWrite,
  impersonateUser,
  impersonateGroup,
  impersonateGroupAsAccount,
  impersonateServiceAccount,
  impersonateNode,
  impersonateExtra,
  ...impersonateConstrained,
  tokenRequest,
  tokenSecretRead,
  tokenInSecret,
  tokenSecretMint,
  secretRead,
  bootstrapTokenInSecret,
  bootstrapTokenMint,
  csrClientCert,
  csrKubeletCert,
  csrSign,
  workloadCreate,
  ...workloadApply,
  workloadCreateSa,
  ...workloadUpdate,
  podUpdateImage,
  workloadMountSecret,
  workloadCreatePriv,
  nsRelabelPsa,
  podExec,
  podExecWebsocket,
  podAttach,
  podAttachWebsocket,
  ephemeralContainer,
  ...proxyEdges,
  nodesProxy,
];
