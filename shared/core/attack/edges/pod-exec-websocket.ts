import type { RightsEdge } from '../edge.ts';
import { upgradeReferences, streamRight, streamTargets } from './pod-stream.ts';

export const podExecWebsocket: RightsEdge = {
  kind: 'rights',
  id: 'POD_EXEC_WEBSOCKET',
  row: 'R23',
  title: 'Runs a command in a pod, by a right to read',
  severity: 'high',
  cost: 1,
  gives: 'Code in that pod: its service account’s token, its Secrets and volumes, and its place in the network.',
  abuse:
    'Before Kubernetes 1.35 a WebSocket handshake, which is a GET, was authorized as get: a role that seems to read only lets its holder run commands.',
  detect: 'Audit events with verb get, objectRef.resource pods and objectRef.subresource exec; the command stands in requestURI.',
  remove: 'Remove get on pods/exec, and wildcards that include it; upgrade to Kubernetes 1.35, which asks for create as well.',
  mitigations: ['A ValidatingAdmissionPolicy on operation CONNECT of pods/exec.'],
  references: upgradeReferences,
  until: 34,
  to: 'workload',
  scope: 'namespace',
  reads: ['pods'],
  rights: streamRight('get', 'pods/exec'),
  targets: streamTargets('get', 'pods/exec'),
};
