import type { Right } from '../edge.ts';

const writes = ['create', 'update', 'patch'];

/** Writing objects of the cluster: any of them, or one that is named. */
export const writesCluster = (group: string, resources: readonly string[], verbs: readonly string[] = writes): Right => ({
  verbs,
  group,
  resources,
  where: 'cluster',
  name: 'some',
});

/** Writing objects of the target's namespace: any of them, or one that is named. */
export const writesThere = (group: string, resources: readonly string[], verbs: readonly string[] = writes): Right => ({
  verbs,
  group,
  resources,
  where: 'target',
  name: 'some',
});
