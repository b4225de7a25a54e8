import type { RightsEdge } from '../edge.ts';
import { execReferences, streamRight, streamTargets } from './pod-stream.ts';

export const podAttach: RightsEdge = {
  kind: 'rights',
  id: 'POD_ATTACH',
  row: 'R23',
  title: 'Attaches to a pod that takes input',
  severity: 'high',
  cost: 1,
  gives: 'Code in that pod: its service account’s token, its Secrets and volumes, and its place in the network.',
  abuse:
    'The subresource attach joins the main process of a container. Where that reads from standard input, a shell or an interpreter for example, whoever attaches gives it commands; elsewhere only its output is seen.',
  detect: 'Audit events with verb create, objectRef.resource pods and objectRef.subresource attach.',
  remove: 'Remove create on pods/attach, or set stdin to false in the container.',
  mitigations: ['A ValidatingAdmissionPolicy on operation CONNECT of pods/attach.'],
  references: execReferences,
  to: 'workload',
  scope: 'namespace',
  reads: ['pods'],
  rights: streamRight('create', 'pods/attach'),
  targets: streamTargets('create', 'pods/attach'),
};
