import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, finding, podTemplates, remediation } from '#kube/define-rule';
import { isNodeAgent } from '#kube/node-agent';
import { at } from '#kube/pointer';
import { nameOf } from '#kube/sentence';

const reach = {
  hostPID: 'sees every process of its node',
  hostIPC: 'may read the memory that processes of its node share',
} as const;

export const rule = defineRule({
  id: 'host-process-namespaces',
  pack: 'pod-security',
  severity: 'high',
  since: '0.1',
  what: 'A pod shares the process or IPC namespace of its node.',
  why: 'From there an attacker reads the environment and memory of other processes on the node, credentials included.',
  fix: 'Remove hostPID and hostIPC from the pod’s spec; for a node agent that needs them, keep them and restrict who may exec into it.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod =>
    (['hostPID', 'hostIPC'] as const)
      .filter(name => pod.spec[name] === true)
      .map(name => finding(at(pod.path, 'spec', name), `${nameOf(pod.object)} ${reach[name]} (${name}).`)),
  remediate: ({ object, path }) =>
    isNodeAgent(object)
      ? undefined
      : remediation('may-crash', 'Programs that watch the node’s processes see only their own.', edit.remove(object, path)),
});
