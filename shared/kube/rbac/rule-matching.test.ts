import { expect, test } from 'vitest';
import type { Access } from '#contract/rbac';
import type { PolicyRule } from './policy-rule.ts';
import { allowsForSomeName, compileRule, isResourceAccess, ruleAllows } from './rule-matching.ts';

type Rule = Partial<Record<'verbs' | 'groups' | 'resources' | 'names' | 'urls', string>>;

const words = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : text.split(' ').map(word => (word === '-' ? '' : word));

const ruleOf = ({ verbs = 'get', groups, resources, names, urls }: Rule): PolicyRule => ({
  verbs: words(verbs),
  apiGroups: words(groups),
  resources: words(resources),
  resourceNames: words(names),
  nonResourceURLs: words(urls),
  path: '',
});

/** `get /healthz`, or `get GROUP pods/log NAME`, `-` for the core group. */
const accessOf = (text: string): Access => {
  const [verb = '', second = '', resource = '', name = ''] = text.split(' ');
  if (second.startsWith('/') || resource === '') return { verb, path: second === '-' ? '' : second };
  const slash = resource.indexOf('/');
  const [base, subresource] = slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash + 1)];
  return { verb, group: second === '-' ? '' : second, resource: base, subresource, namespace: '', name };
};

const check = (rule: Rule, asked: string, expected: boolean): void =>
  expect(ruleAllows(compileRule(ruleOf(rule)), accessOf(asked))).toBe(expected);

/** All of these and none of those: every combination of the two verbs, groups and resources has an answer. */
const combinations = ['v1', 'v2'].flatMap(verb =>
  ['g1', 'g2'].flatMap(group => ['r1', 'r2'].map(resource => `${verb} ${group} ${resource}`)),
);
const some = (rule: Rule, allowed: (asked: string) => boolean): [Rule, string, boolean][] =>
  combinations.map(asked => [rule, asked, allowed(asked)]);

const subresources = ['v1', 'v2'].flatMap(verb =>
  ['g1 r1/s1', 'g2 r1/s2', 'g1 r2/s1', 'g2 r2/s1'].map(rest => `${verb} ${rest}`),
);

const urls = ['/foo', '/foo/bar', '/foo/baz', '/foo/bar/one', '/foo/baz/one'];
const notFoo = ['/notfoo', '/notfoo/bar', '/notfoo/baz', '/notfoo/bar/one', '/notfoo/baz/one'];

// The combinations of Kubernetes' own TestRuleMatches.
test.each<[Rule, string, boolean]>([
  ...some({ verbs: '*', groups: 'g1', resources: 'r1' }, asked => asked.endsWith('g1 r1')),
  ...some({ verbs: 'v1', groups: '*', resources: 'r1' }, asked => asked.startsWith('v1') && asked.endsWith('r1')),
  ...some({ verbs: 'v1', groups: 'g1', resources: '*' }, asked => asked.startsWith('v1 g1')),
  ...some({ verbs: 'v1 v2', groups: 'g1 g2', resources: 'r1 r2' }, () => true),
  ...subresources.map((asked): [Rule, string, boolean] => [
    { verbs: '*', groups: '*', resources: 'r1/s1' },
    asked,
    asked.endsWith('g1 r1/s1'),
  ]),
  ...['v1', 'v2'].flatMap(verb =>
    urls.map((url): [Rule, string, boolean] => [{ verbs: 'v1', urls: '*' }, `${verb} ${url}`, verb === 'v1']),
  ),
  ...[...urls, ...notFoo].map((url): [Rule, string, boolean] => [
    { verbs: 'v1', urls: '/foo/*' },
    `v1 ${url}`,
    url.startsWith('/foo/'),
  ]),
  ...['v1', 'v2'].flatMap(verb =>
    urls.map((url): [Rule, string, boolean] => [
      { verbs: '*', urls: '/foo /foo/bar/one' },
      `${verb} ${url}`,
      url === '/foo' || url === '/foo/bar/one',
    ]),
  ),
])('upstream: %j asked %j: %j', check);

const pods = { groups: '-', resources: 'pods' };

test.each<[string, Rule, string, boolean]>([
  ['a wildcard is the whole token, in verbs', { ...pods, verbs: 'get*' }, 'get - pods', false],
  ['in groups', { groups: 'ap*', resources: 'r' }, 'get apps r', false],
  ['in resources', { groups: '-', resources: 'pod*' }, 'get - pods', false],
  ['case counts', { ...pods, verbs: 'GET' }, 'get - pods', false],
  ['a verb nobody knows', { ...pods, verbs: 'use' }, 'use - pods', true],
  ['everything, subresources included', { groups: '*', resources: '*' }, 'get - pods/exec', true],
  ['a resource is not its subresource', pods, 'get - pods/exec', false],
  ['a subresource is not its resource', { groups: '-', resources: 'pods/exec' }, 'get - pods', false],
  ['a subresource of any resource', { groups: '*', resources: '*/scale' }, 'get apps deployments/scale', true],
  ['which is no resource', { groups: '*', resources: '*/scale' }, 'get apps deployments', false],
  ['nor another subresource', { groups: '*', resources: '*/scale' }, 'get apps deployments/status', false],
  ['pods/* names nothing', { groups: '-', resources: 'pods/*' }, 'get - pods/exec', false],
  ['nor the pods', { groups: '-', resources: 'pods/*' }, 'get - pods', false],
  ['*/* names nothing', { groups: '-', resources: '*/*' }, 'get - pods/exec', false],
  ['a rule without verbs', { ...pods, verbs: '-' }, 'get - pods', false],
  ['a name in the list', { ...pods, names: 'a b' }, 'get - pods b', true],
  ['a name that is not', { ...pods, names: 'a b' }, 'get - pods c', false],
  ['no name, where the rule has some: a create', { ...pods, names: 'a' }, 'get - pods', false],
  ['a star is no name', { ...pods, names: '*' }, 'get - pods a', false],
  ['but a star asked for is', { ...pods, names: '*' }, 'get - pods *', true],
  ['a rule without names has any', pods, 'get - pods a', true],
  ['the URL of a prefix alone', { urls: '/healthz/*' }, 'get /healthz', false],
  ['a prefix inside a segment', { urls: '/api*' }, 'get /apis', true],
  ['a star that is not last is itself', { urls: '/a/*/b' }, 'get /a/x/b', false],
  ['and matches itself', { urls: '/a/*/b' }, 'get /a/*/b', true],
  ['stars at the end are one', { urls: '/a/**' }, 'get /a/b', true],
  ['a URL rule gives no resource', { urls: '*' }, 'get - pods', false],
  ['a resource rule gives no URL', { groups: '*', resources: '*' }, 'get /healthz', false],
  ['an empty path', { urls: '*' }, 'get -', true],
])('%s', (_, rule, asked, expected) => check(rule, asked, expected));

test.each<[string, Rule, string, boolean]>([
  ['whatever the name', { ...pods, names: 'a' }, 'get - pods', true],
  ['whatever the other name', { ...pods, names: 'a' }, 'get - pods b', true],
  ['but by its verb', { ...pods, names: 'a' }, 'list - pods', false],
  ['and its subresource', { ...pods, names: 'a' }, 'get - pods/log', false],
])('for some name: %s', (_, rule, asked, expected) => {
  const access = accessOf(asked);
  expect(isResourceAccess(access) && allowsForSomeName(compileRule(ruleOf(rule)), access)).toBe(expected);
});
