export const workloadReferences: readonly string[] = [
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation',
  'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
];

export const podSecurityReferences: readonly string[] = [
  'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
];
