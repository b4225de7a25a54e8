import type { RightsEdge } from '../edge.ts';
import { upgradeReferences, streamRight, streamTargets } from './pod-stream.ts';

export const podAttachWebsocket: RightsEdge = {
  kind: 'rights',
  id: 'POD_ATTACH_WEBSOCKET',
  row: 'R23',
  title: 'Attaches to a pod that takes input, by a right to read',
  severity: 'high',
  cost: 1,
  gives: 'Code in that pod: its service account’s token, its Secrets and volumes, and its place in the network.',
  abuse:
    'Before Kubernetes 1.35 a WebSocket handshake, which is a GET, was authorized as get: a role that seems to read only lets its holder give commands to a process that reads standard input.',
  detect: 'Audit events with verb get, objectRef.resource pods and objectRef.subresource attach.',
  remove: 'Remove get on pods/attach, and wildcards that include it; upgrade to Kubernetes 1.35, which asks for create as well.',
  mitigations: ['A ValidatingAdmissionPolicy on operation CONNECT of pods/attach.'],
  references: upgradeReferences,
  until: 34,
  to: 'workload',
  scope: 'namespace',
  reads: ['pods'],
  rights: streamRight('get', 'pods/attach'),
  targets: streamTargets('get', 'pods/attach'),
};
