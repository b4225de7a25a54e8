import type { Coverage, CoverageEntry, CoverageState } from '#contract/coverage';
import { type ResourceName, resourceName, type ResourceType } from '#contract/kube';
import type { Unread, UnreadParts } from '#contract/objects';
import { createCompleteness } from '#core/evaluate/completeness';
import { builtinResource } from '#kube/builtin-resources';

/** What a snapshot did not read, in the words of the contract. */
export interface Unreads {
  /** Of a resource, in one namespace or in all; [] says that all of it is here. */
  of(resource: ResourceName, namespace?: string): readonly Unread[];
  /** Every resource that coverage tells of. */
  resources(): readonly ResourceName[];
}

/** What somebody tried to read stands above what nobody asked for. */
const rank: Readonly<Record<CoverageState, number>> = {
  denied: 0,
  failed: 1,
  partial: 2,
  'not-given': 3,
  skipped: 4,
  full: 5,
  'not-served': 5,
};

const mostParts = 12;
const longestReason = 200;

/** The first few, those first that a right or a second try would answer. */
export const partsOf = (unread: readonly Unread[], most = mostParts): UnreadParts => ({
  count: unread.length,
  parts: unread.toSorted((a, b) => rank[a.state] - rank[b.state]).slice(0, most),
});

const nameOf = (entry: CoverageEntry): ResourceName => resourceName(entry.group, entry.resource);

const ofFile = (entry: CoverageEntry): Unread => ({
  resource: entry.file ?? '',
  namespace: null,
  state: entry.state,
  reason: entry.reason.slice(0, longestReason),
});

export const createUnreads = (coverage: Coverage, types: readonly ResourceType[]): Unreads => {
  const served = new Map(types.map(type => [resourceName(type.group, type.resource), type]));
  const reasons = new Map(coverage.entries.map(entry => [`${nameOf(entry)} ${entry.namespace ?? ''}`, entry.reason]));
  const told = new Set(coverage.entries.map(nameOf).filter(name => name !== ''));
  const files = coverage.entries.some(entry => entry.state === 'not-given');
  const completeness = createCompleteness(
    coverage,
    resource => served.get(resource)?.namespaced ?? builtinResource(resource)?.namespaced ?? true,
  );
  const failedFiles = coverage.entries.filter(entry => nameOf(entry) === '' && entry.state === 'failed').map(ofFile);

  /** No cell tells of it. Discovery that does not know a custom resource says that there is none. */
  const untold = (resource: ResourceName): readonly Unread[] => {
    const group = resource.slice(resource.indexOf('.') + 1);
    const part = (state: CoverageState, reason: string): readonly Unread[] => [{ resource, namespace: null, state, reason }];
    if (files) return part('not-given', 'Files do not say what else the cluster holds.');
    if (served.has(resource) || builtinResource(resource) !== undefined) return part('skipped', 'It was not asked for.');
    return coverage.entries.some(entry => entry.group === group && entry.state === 'failed')
      ? part('failed', 'What its API group serves could not be read.')
      : [];
  };
  return {
    of: (resource, namespace) =>
      told.has(resource)
        ? completeness.unread(resource, namespace).map(scope => ({
            resource,
            namespace: scope.namespace,
            state: scope.state,
            reason: (reasons.get(`${resource} ${scope.namespace ?? ''}`) ?? '').slice(0, longestReason),
          }))
        : [...untold(resource), ...failedFiles],
    resources: () => [...told],
  };
};
