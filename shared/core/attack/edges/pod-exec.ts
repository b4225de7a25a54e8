import type { RightsEdge } from '../edge.ts';
import { execReferences, streamRight, streamTargets } from './pod-stream.ts';

export const podExec: RightsEdge = {
  kind: 'rights',
  id: 'POD_EXEC',
  row: 'R23',
  title: 'Runs a command in a pod',
  severity: 'high',
  cost: 1,
  gives: 'Code in that pod: its service account’s token, its Secrets and volumes, and its place in the network.',
  abuse:
    'The subresource exec of a running pod starts any program of its image, as the user of the container. No right to read pods is needed for it, only a pod’s name.',
  detect:
    'Audit events with verb create, objectRef.resource pods and objectRef.subresource exec; the command stands in requestURI.',
  remove: 'Remove create on pods/exec, and give it for single sessions only.',
  mitigations: ['A ValidatingAdmissionPolicy on operation CONNECT of pods/exec.'],
  references: execReferences,
  to: 'workload',
  scope: 'namespace',
  reads: ['pods'],
  rights: streamRight('create', 'pods/exec'),
  targets: streamTargets('create', 'pods/exec'),
};
