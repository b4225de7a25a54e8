import type { Severity } from '#contract/finding';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, findingOf, podTemplates, remediation } from '#kube/define-rule';
import { isNodeAgent } from '#kube/node-agent';
import { capabilitiesBaseline } from '#kube/pod-security/baseline';
import { valueAt } from '#kube/pointer';

/** Each of these alone is a way out of the container. */
const escapes = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'DAC_READ_SEARCH',
  'BPF',
  'SYS_BOOT',
  'MAC_ADMIN',
]);

/** These use up the node at worst: locked memory, priority, wake-ups. */
const mild = new Set(['IPC_LOCK', 'SYS_NICE', 'SYS_RESOURCE', 'WAKE_ALARM', 'BLOCK_SUSPEND', 'LEASE']);

const severityOf = (capability: unknown): Severity => {
  const name = typeof capability === 'string' ? capability.replace(/^CAP_/, '') : '';
  if (escapes.has(name)) return 'high';
  return mild.has(name) ? 'low' : 'medium';
};

export const rule = defineRule({
  id: 'dangerous-capabilities',
  pack: 'pod-security',
  severity: 'high',
  since: '0.1',
  what: 'A container adds a Linux capability beyond those that the baseline allows.',
  why: 'Capabilities such as SYS_ADMIN or SYS_PTRACE reach past the container to the node; others let it forge traffic or change the node’s network.',
  fix: 'Remove the capability from securityContext.capabilities.add, or replace it by the narrower one that the process needs; for a node agent, keep those that its documentation names.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  ],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod =>
    capabilitiesBaseline.judge(pod, 37).map(hit => findingOf(pod, hit, { severity: severityOf(valueAt(pod.object, hit.path)) })),
  remediate: ({ object, path }) =>
    isNodeAgent(object)
      ? undefined
      : remediation('may-crash', 'The process fails where it uses the capability.', edit.remove(object, path)),
});
