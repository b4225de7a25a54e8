import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import type { Access, Permission, ResourceAccess } from '#contract/rbac';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { compileRule, isResourceAccess, ruleAllows } from '#kube/rbac/rule-matching';
import { Random } from '#test/kubeconfig/random';
import { boundaryObjects } from '#test/rbac/boundaries';
import { generate, namespaces } from '#test/rbac/generate';
import { nextQuery } from '#test/rbac/queries';
import { snapshotOf } from '#test/rules/snapshot-of';
import { type Authorizer, createAuthorizer } from './authorizer.ts';
import { matrix } from './matrix.ts';
import { policyOf } from './policy-of.ts';
import { requesterOfKey } from './requester-of-key.ts';
import { scopeInNamespace } from './request-scope.ts';
import { subjectOfKey } from './subject-index.ts';
import { subjectText } from './identity.ts';
import { whatCan } from './what-can.ts';
import { whoCan } from './who-can.ts';

/** Lists, permissions and the matrix are made another way than single decisions: over generated states they say the same. */

interface State {
  readonly index: SnapshotIndex;
  readonly authorizer: Authorizer;
  readonly queries: readonly Access[];
}

const stateOf = (seed: number): State => {
  const random = new Random(seed);
  const unique = new Map<string, KubeObject>();
  for (const object of [...boundaryObjects(), ...generate(random, 1), ...generate(random, 2)])
    unique.set(`${object.kind} ${object.metadata.namespace ?? ''} ${object.metadata.name}`, object);
  const index = createSnapshotIndex(snapshotOf({ objects: [...unique.values()] }));
  const authorizer = createAuthorizer(policyOf(index));
  return { index, authorizer, queries: Array.from({ length: 120 }, () => nextQuery(random, authorizer.policy).access) };
};

const states = [1, 2, 3].map(stateOf);

/** By bindings that name the subject itself, not its groups. */
const alone = (key: string) => {
  const { kind, name } = subjectOfKey(key);
  return kind === 'user' ? { user: name, groups: [] } : { user: '', groups: [name] };
};

test('who-can has the subjects that a decision allows, each with its grants', () => {
  for (const { index, authorizer, queries } of states)
    for (const access of queries) {
      const { rows } = whoCan(authorizer, index, { access, somewhere: false, hideBaseline: false, offset: 0, limit: 500 });
      const told = new Map(rows.filter(({ by }) => by.length > 0).map(({ subject, by }) => [subject, by.length]));
      const decided = authorizer.subjects.ranking().ranked.flatMap(key => {
        const decision = authorizer.decide(alone(key), access);
        const count = decision.allowed === true ? decision.grants.length : 0;
        return count === 0 ? [] : [[subjectText(subjectOfKey(key)), count] as const];
      });
      expect([access, told]).toEqual([access, new Map(decided)]);
    }
});

/** All requests that would count as "somewhere" for this one: by each namespace, and by each name that rules know. */
const widened = (index: SnapshotIndex, access: ResourceAccess, names: readonly string[]): readonly ResourceAccess[] => {
  const scope = scopeInNamespace(index, access.group, access.resource);
  const inside = scope === 'all' || (scope === 'bind' && access.verb === 'bind');
  const homes = access.namespace === '' && inside ? ['', ...namespaces] : [access.namespace];
  return homes.flatMap(namespace =>
    (access.name === '' ? ['', ...names] : [access.name]).map(name => ({ ...access, namespace, name })),
  );
};

test('who-can somewhere has the subjects that some namespace or name allows', () => {
  for (const { index, authorizer, queries } of states) {
    const names = [
      ...new Set(authorizer.policy.roles.flatMap(({ rules }) => rules.flatMap(({ resourceNames }) => resourceNames))),
    ];
    for (const access of queries.filter(isResourceAccess).slice(0, 30)) {
      const { rows } = whoCan(authorizer, index, { access, somewhere: true, hideBaseline: false, offset: 0, limit: 500 });
      const told = rows.filter(({ by }) => by.length > 0).map(({ subject }) => subject);
      const requests = widened(index, access, names);
      const decided = authorizer.subjects
        .ranking()
        .ranked.filter(key =>
          requests.some(each => (authorizer.decide(alone(key), each).allowed === true ? key !== 'gsystem:masters' : false)),
        )
        .map(key => subjectText(subjectOfKey(key)));
      expect([access, told]).toEqual([access, decided]);
    }
  }
});

const covers = (permission: Permission, access: Access): boolean => {
  const rule = {
    verbs: permission.verbs,
    apiGroups: permission.urls.length > 0 ? [] : [permission.group],
    resources: permission.resources,
    resourceNames: permission.names,
    nonResourceURLs: permission.urls,
    path: '',
  };
  const inScope = permission.namespace === null || (isResourceAccess(access) && access.namespace === permission.namespace);
  return inScope && ruleAllows(compileRule(rule), access);
};

/** A request that no API server makes: a cluster-scoped resource in a namespace. What-can leaves such rights out. */
const isUnreal = (index: SnapshotIndex, access: Access): boolean =>
  isResourceAccess(access) && access.namespace !== '' && scopeInNamespace(index, access.group, access.resource) !== 'all';

test('what-can has what decisions allow, and no more', () => {
  let allowed = 0;
  for (const { index, authorizer, queries } of states)
    for (const key of authorizer.subjects.ranking().ranked.slice(0, 60)) {
      const subject = subjectText(subjectOfKey(key));
      const answer = whatCan(authorizer, index, { subject, namespace: null, hideBaseline: false });
      const permissions = answer.ok ? answer.value.permissions : [];
      const requester = requesterOfKey(key);
      for (const access of queries) {
        if (isUnreal(index, access) || requester.groups.includes('system:masters')) continue;
        const decided = authorizer.decide(requester, access).allowed === true;
        if (decided) allowed++;
        expect([subject, access, permissions.some(each => covers(each, access))]).toEqual([subject, access, decided]);
      }
    }
  expect(allowed).toBeGreaterThan(500);
});

test('the matrix has a yes where decisions allow any name', () => {
  for (const { index, authorizer } of states)
    for (const resource of ['pods', 'secrets', 'pods/exec', 'nodes'])
      for (const namespace of [null, ...namespaces]) {
        const { verbs, rows } = matrix(authorizer, index, {
          group: '',
          resource,
          namespace,
          hideBaseline: false,
          offset: 0,
          limit: 500,
        });
        const [base = '', subresource = ''] = resource.split('/');
        for (const { subject, cells } of rows) {
          const key = authorizer.subjects.ranking().ranked.find(each => subjectText(subjectOfKey(each)) === subject) ?? '';
          const decided = verbs.map(verb => {
            const isAsked = namespace !== null && scopeInNamespace(index, '', resource) !== 'all' ? '' : (namespace ?? '');
            const access = { verb, group: '', resource: base, subresource, namespace: isAsked, name: 'no-rule-names-this' };
            return authorizer.decide(requesterOfKey(key), access).allowed === true;
          });
          expect([subject, resource, namespace, cells.map(cell => cell === 'yes')]).toEqual([
            subject,
            resource,
            namespace,
            decided,
          ]);
        }
      }
});
