import { expect, test } from 'vitest';
import type { MyAccess } from '#contract/rbac';
import { bindingOf, namespaceOf, rbacIndex, roleOf, type RbacSnapshotOptions } from '#test/fixtures/rbac-snapshot';
import { createAuthorizer } from './authorizer.ts';
import { myAccess } from './my-access.ts';
import { policyOf } from './policy-of.ts';

const objects = [
  namespaceOf('shop'),
  roleOf('shop/reader', ['get|""|pods']),
  roleOf('nodes', ['list|""|nodes']),
  bindingOf('shop/dev', 'Role reader', ['Group dev']),
  bindingOf('nodes', 'ClusterRole nodes', ['User ada', 'User eve']),
];

interface Case {
  readonly is: string;
  readonly meta: RbacSnapshotOptions['meta'];
  readonly expected: Partial<MyAccess> | RegExp;
  readonly places?: readonly (string | null)[];
  readonly caveat?: RegExp;
  readonly unread?: readonly string[];
}

const check = ({ meta, expected, places, caveat, unread = [] }: Case): void => {
  const index = rbacIndex(objects, { ...(meta === undefined ? {} : { meta }), unread });
  const asked: (readonly string[])[] = [];
  const answer = myAccess({
    authorizer: createAuthorizer(policyOf(index)),
    index,
    edgesOf: ({ resources }) => (resources.includes('nodes') ? ['NODES'] : []),
    costToAdmin: nodes => {
      asked.push(nodes);
      return nodes.includes('group:dev') ? 2 : null;
    },
  });
  if (expected instanceof RegExp) {
    expect(answer.ok ? 'was answered' : answer.error.why).toMatch(expected);
    return;
  }
  if (!answer.ok) throw new Error(answer.error.why);
  expect(answer.value).toMatchObject(expected);
  if (places !== undefined) expect(answer.value.namespaces.map(({ namespace }) => namespace)).toEqual(places);
  if (caveat !== undefined) expect(answer.value.caveats.join('\n')).toMatch(caveat);
};

const cases: readonly Case[] = [
  {
    is: 'groups that the server told',
    meta: { capturedAs: 'ada', capturedGroups: ['dev', 'system:authenticated'] },
    expected: { user: 'ada', groups: ['dev', 'system:authenticated'], costToAdmin: 2, needs: [] },
    places: [null, 'shop'],
    caveat: /as they were/,
  },
  {
    is: 'groups that an older snapshot lacks',
    meta: { capturedAs: 'ada' },
    expected: { groups: ['system:authenticated'], costToAdmin: null },
    places: [null],
    caveat: /does not tell this user’s groups/,
  },
  {
    is: 'system:masters',
    meta: { capturedAs: 'root', capturedGroups: ['system:masters', 'system:authenticated'] },
    expected: { costToAdmin: 0 },
    places: [],
    caveat: /ahead of RBAC/,
  },
  {
    is: 'an impersonated one',
    meta: { capturedAs: 'eve', capturedGroups: [], impersonate: { user: 'eve', groups: [] } },
    expected: { groups: [] },
    places: [null],
    caveat: /that the capture impersonated/,
  },
  {
    is: 'lists that were not read',
    meta: { capturedAs: 'ada', capturedGroups: ['dev'] },
    unread: ['rolebindings.rbac.authorization.k8s.io'],
    expected: { needs: [{ group: 'rbac.authorization.k8s.io', resource: 'rolebindings', verb: 'list' }] },
  },
  { is: 'a server that did not tell', meta: { capturedAs: null }, expected: /since Kubernetes 1.26/ },
  { is: 'files', meta: { capturedAs: null, origin: 'manifests' }, expected: /Files do not tell/ },
];

test.each(cases.map(one => [one.is, one] as const))('%s', (_, one) => {
  check(one);
});
