import type { RelatedState, Relation } from '#contract/objects';

export const relationWords: Readonly<Record<Relation, string>> = {
  owns: 'Owns',
  pods: 'Pods',
  runsAs: 'Runs as',
  usedBy: 'Used by',
  mounts: 'Mounts and reads',
  mountedBy: 'Mounted and read by',
  selects: 'Selects',
  selectedBy: 'Selected by',
  routesTo: 'Routes to',
  routedFrom: 'Routed from',
  grants: 'Grants',
  grantedTo: 'Granted to',
  boundBy: 'Bound by',
  scales: 'Scales',
  scaledBy: 'Scaled by',
  claims: 'Claims',
  claimedBy: 'Claimed by',
  calls: 'Calls',
  calledBy: 'Called by',
  runsOn: 'Runs on',
  runs: 'Runs',
};

/** What is said beside a name that leads nowhere; a name of no object (a user, a group) needs no word. */
export const stateWords: Readonly<Record<RelatedState, string>> = {
  present: '',
  absent: 'does not exist',
  unread: 'not read',
  outside: '',
};

export const ownerWords: Readonly<Record<RelatedState, string>> = { ...stateWords, absent: 'gone' };
