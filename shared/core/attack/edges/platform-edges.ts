import type { AttackEdge } from '../edge.ts';
import { addonHijackDaemonset } from './addon-hijack-daemonset.ts';
import { addonHijackDeployment } from './addon-hijack-deployment.ts';
import { anonymousEveryone } from './anonymous.ts';
import { apiserviceHijack } from './apiservice-hijack.ts';
import { awsAuth } from './aws-auth.ts';
import { certIssuerAdmin } from './cert-issuer-admin.ts';
import { certIssuer } from './cert-issuer.ts';
import { claimAccountInNewNamespace } from './claim-account-in-new-namespace.ts';
import { claimAccount } from './claim-account.ts';
import { claimClusterRole } from './claim-cluster-role.ts';
import { claimRole } from './claim-role.ts';
import { clusterTrustBundleAttest } from './clustertrustbundle-attest.ts';
import { corednsCm } from './coredns-cm.ts';
import { crdConversionWebhook } from './crd-conversion-webhook.ts';
import { csiInline } from './csi-inline.ts';
import { deleteAnything } from './delete-anything.ts';
import { deleteUnsafe } from './delete-unsafe.ts';
import { draAdminNamespace } from './dra-admin-namespace.ts';
import { draAdminRelabel } from './dra-admin-relabel.ts';
import { draDriverStatus } from './dra-driver-status.ts';
import { endpointsHijack } from './endpoints-hijack.ts';
import { eventsTamper } from './events-tamper.ts';
import { everyoneGoogle } from './everyone-google.ts';
import { extAuthnCm } from './ext-authn-cm.ts';
import { flowSchemaWrite } from './flow-schema-write.ts';
import { kubeProxyCm } from './kube-proxy-cm.ts';
import { kubeSystemControllerSa } from './kube-system-controller-sa.ts';
import { kubeletCheckpoint } from './kubelet-checkpoint.ts';
import { kubeletConfigz } from './kubelet-configz.ts';
import { kubeletLog } from './kubelet-log.ts';
import { leaseWrite } from './lease-write.ts';
import { mutatingAdmissionPolicy } from './mutating-admission-policy.ts';
import { mutatingPolicyRewrite } from './mutating-policy-rewrite.ts';
import { mutatingWebhook } from './mutating-webhook.ts';
import { namespaceLabelBypass } from './namespace-label-bypass.ts';
import { netpolTamper } from './netpol-tamper.ts';
import { nodeLeaseWrite } from './node-lease-write.ts';
import { nodeStatus } from './node-status.ts';
import { argoWorkflow } from './operators/argo-workflow.ts';
import { argocdApplication } from './operators/argocd-application.ts';
import { certManagerCertificate } from './operators/cert-manager-certificate.ts';
import { crossplaneObject } from './operators/crossplane-object.ts';
import { crossplanePackage } from './operators/crossplane-package.ts';
import { externalSecretsClusterStore } from './operators/external-secrets-cluster-store.ts';
import { externalSecretsStore } from './operators/external-secrets-store.ts';
import { fluxHelmRelease } from './operators/flux-helm-release.ts';
import { fluxKustomization } from './operators/flux-kustomization.ts';
import { karpenterNodeClass } from './operators/karpenter-node-class.ts';
import { kubevirtVm } from './operators/kubevirt-vm.ts';
import { kyvernoPolicy } from './operators/kyverno-policy.ts';
import { olmInstall } from './operators/olm-install.ts';
import { prometheusOperator } from './operators/prometheus-operator.ts';
import { serviceMonitorToken } from './operators/service-monitor-token.ts';
import { tektonRun } from './operators/tekton-run.ts';
import { veleroRestore } from './operators/velero-restore.ts';
import { patchSaAnnotation } from './patch-sa-annotation.ts';
import { podBinding } from './pod-binding.ts';
import { podLabelBypass } from './pod-label-bypass.ts';
import { podStatus } from './pod-status.ts';
import { priorityClassWrite } from './priority-class-write.ts';
import { pspUse } from './psp-use.ts';
import { pvCreate } from './pv-create.ts';
import { quotaTamper } from './quota-tamper.ts';
import { readLogsSecret } from './read-logs-secret.ts';
import { readLogs } from './read-logs.ts';
import { sccUse } from './scc-use.ts';
import { secretCredentials } from './secret-credentials.ts';
import { secretKubeconfig } from './secret-kubeconfig.ts';
import { serviceExternalIp } from './service-external-ip.ts';
import { serviceStatusIp } from './service-status-ip.ts';
import { snapshotContentWrite } from './snapshot-content-write.ts';
import { stealPods } from './steal-pods.ts';
import { storageclassWrite } from './storageclass-write.ts';
import { validatingWebhook } from './validating-webhook.ts';
import { vapBindingTamper } from './vap-binding-tamper.ts';
import { vapParamTamper } from './vap-param-tamper.ts';
import { vapTamper } from './vap-tamper.ts';
import { webhookRemoval } from './webhook-removal.ts';

/** R27 to R52 and what is beside the rows: what rights over the platform come to, and what a held Secret gives. */
export const platformEdges: readonly AttackEdge[] = [
  kubeletCheckpoint,
  kubeletConfigz,
  kubeletLog,
  mutatingWebhook,
  validatingWebhook,
  webhookRemoval,
  mutatingAdmissionPolicy,
  mutatingPolicyRewrite,
  vapBindingTamper,
  vapParamTamper,
  vapTamper,
  apiserviceHijack,
  crdConversionWebhook,
  argoWorkflow,
  argocdApplication,
  certManagerCertificate,
  crossplaneObject,
  crossplanePackage,
  externalSecretsClusterStore,
  externalSecretsStore,
  fluxHelmRelease,
  fluxKustomization,
  karpenterNodeClass,
  kubevirtVm,
  kyvernoPolicy,
  olmInstall,
  prometheusOperator,
  serviceMonitorToken,
  tektonRun,
  veleroRestore,
  addonHijackDaemonset,
  addonHijackDeployment,
  kubeSystemControllerSa,
  patchSaAnnotation,
  awsAuth,
  corednsCm,
  extAuthnCm,
  kubeProxyCm,
  endpointsHijack,
  serviceExternalIp,
  serviceStatusIp,
  nodeStatus,
  stealPods,
  podBinding,
  podStatus,
  pvCreate,
  csiInline,
  snapshotContentWrite,
  storageclassWrite,
  namespaceLabelBypass,
  netpolTamper,
  podLabelBypass,
  deleteAnything,
  eventsTamper,
  flowSchemaWrite,
  leaseWrite,
  nodeLeaseWrite,
  priorityClassWrite,
  quotaTamper,
  pspUse,
  sccUse,
  clusterTrustBundleAttest,
  draAdminNamespace,
  draAdminRelabel,
  draDriverStatus,
  deleteUnsafe,
  anonymousEveryone,
  everyoneGoogle,
  claimAccountInNewNamespace,
  claimAccount,
  claimClusterRole,
  claimRole,
  readLogsSecret,
  readLogs,
  certIssuerAdmin,
  certIssuer,
  secretCredentials,
  secretKubeconfig,
];
