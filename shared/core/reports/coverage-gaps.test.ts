import { describe, expect, test } from 'vitest';
import type { CoverageEntry } from '#contract/coverage';
import { gapGroups } from './coverage-gaps.ts';

const entry = (resource: string, over: Partial<CoverageEntry> = {}): CoverageEntry => ({
  group: '',
  version: 'v1',
  resource,
  namespace: null,
  state: 'denied',
  count: 0,
  reason: 'no',
  needs: [],
  ...over,
});

const forbidden = (resource: string, group: string, namespace: string | null): CoverageEntry => {
  const name = group === '' ? resource : `${resource}.${group}`;
  const where = namespace === null ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return entry(resource, {
    group,
    namespace,
    reason: `${name} is forbidden: User "bob" cannot list resource "${resource}" in API group "${group}" ${where}`,
  });
};

/** Each group as `state resources @namespaces files`. */
const check = (entries: readonly CoverageEntry[], expected: readonly string[]): void =>
  expect(
    gapGroups(entries).map(
      group =>
        `${group.state} ${group.resources.join('+')} @${group.namespaces.join('+')}${group.files.map(file => ` ${file}`).join('')}`,
    ),
  ).toEqual(expected);

describe('like gaps are one', () => {
  test.each([
    [[entry('pods', { state: 'full' }), entry('leases', { state: 'not-served' })], []],
    [
      [entry('pods'), entry('nodes'), entry('secrets', { reason: 'other' })],
      ['denied pods+nodes @', 'denied secrets @'],
    ],
    [[entry('pods', { namespace: 'a' }), entry('pods', { namespace: 'b' })], ['denied pods @a+b']],
    [
      [entry('pods', { namespace: 'a' }), entry('secrets', { namespace: 'a' }), entry('secrets', { namespace: 'b' })],
      ['denied pods @a', 'denied secrets @a+b'],
    ],
    [
      [forbidden('nodes', '', null), forbidden('roles', 'rbac.authorization.k8s.io', null)],
      ['denied nodes+roles.rbac.authorization.k8s.io @'],
    ],
    [
      [forbidden('pods', '', 'a'), forbidden('pods', '', 'b'), forbidden('jobs', 'batch', 'a'), forbidden('jobs', 'batch', 'b')],
      ['denied pods+jobs.batch @a+b'],
    ],
    [
      [entry('pods'), entry('nodes', { state: 'failed' }), entry('pods', { state: 'skipped' })],
      ['failed nodes @', 'denied pods @', 'skipped pods @'],
    ],
    [
      [entry('', { state: 'failed', file: 'a.yaml' }), entry('', { state: 'failed', file: 'b.yaml' })],
      ['failed  @ a.yaml b.yaml'],
    ],
    [
      [entry('', { state: 'failed', file: 'a.yaml' }), entry('', { state: 'failed', file: 'b.yaml', reason: 'other' })],
      ['failed  @ a.yaml', 'failed  @ b.yaml'],
    ],
  ] as const)('%#', check);
});
