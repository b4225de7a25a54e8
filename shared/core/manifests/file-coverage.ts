import type { CoverageEntry } from '#contract/coverage';

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
