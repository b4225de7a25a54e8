import type { CoverageEntry } from '#contract/coverage';
import type { ResourceType } from '#contract/kube';

/** A file, or a part of one, that could not be read: its objects are of no known resource. */
export const failedFile = (file: string, reason: string): CoverageEntry => ({
  group: '',
  version: '',
  resource: '',
  namespace: null,
  state: 'failed',
  count: 0,
  reason,
  needs: [],
  file,
});

/** Files never hold all of a resource. One reason for all, so that reports can fold them. */
export const notGiven = (type: ResourceType, count: number): CoverageEntry => ({
  group: type.group,
  version: type.version,
  resource: type.resource,
  namespace: null,
  state: 'not-given',
  count,
  reason: 'Files do not say what else the cluster holds.',
  needs: [],
});
