import { expect, test } from 'vitest';
import { type AtomicRule, type breakdown, covers, uncovered } from './covers.ts';

type Rule = Parameters<typeof breakdown>[0];

/** `verbs groups resources names`, words joined by commas, `-` for the empty word, `.` for no list; or `verbs URL,URL`. */
const ruleOf = (text: string): Rule => {
  const list = (part: string | undefined): readonly string[] =>
    part === undefined || part === '.' ? [] : part.split(',').map(word => (word === '-' ? '' : word));
  const [verbs, second = '.', resources, names, urls] = text.split(' ');
  const isUrl = second.startsWith('/') || (resources === undefined && second !== '.');
  return {
    verbs: list(verbs),
    apiGroups: isUrl ? [] : list(second),
    resources: list(resources),
    resourceNames: list(names),
    nonResourceURLs: isUrl ? list(second) : list(urls),
  };
};

const atomText = ({ verb, group, resource, name, url }: AtomicRule): string =>
  url === null ? [verb, group || '-', resource, ...(name === null ? [] : [name])].join(' ') : `${verb} ${url}`;

/** What the owner's rules leave uncovered; nothing: they cover all. */
const check = (owner: readonly string[], asked: readonly string[], expected: readonly string[]): void => {
  expect(uncovered(owner.map(ruleOf), asked.map(ruleOf)).map(atomText)).toEqual(expected);
  expect(covers(owner.map(ruleOf), asked.map(ruleOf))).toBe(expected.length === 0);
};

const twoGroups = ['g1', 'g2'].flatMap(group => [
  `delete ${group} deployments`,
  `delete ${group} builds`,
  `update ${group} builds,deployments`,
]);

// The cases of Kubernetes' own policy comparator.
test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['the same', ['get v1 builds'], ['get v1 builds'], []],
  ['a subresource of any resource', ['get v1 */scale'], ['get v1 foo/scale'], []],
  [
    'several rules for one',
    ['delete v1 deployments', 'delete v1 builds', 'update v1 builds,deployments'],
    ['delete,update v1 builds,deployments'],
    [],
  ],
  ['several rules and groups for one', twoGroups, ['delete,update g1,g2 builds,deployments'], []],
  ['one for several', ['delete,update g1,g2 builds,deployments'], twoGroups, []],
  [
    'one combination lacks',
    ['delete,update v1 builds,deployments', 'delete v1 pods'],
    ['delete,update v1 builds,deployments,pods'],
    ['update v1 pods'],
  ],
  ['any group covers two', ['get * roles'], ['get g1,g2 roles'], []],
  ['a group does not cover any', ['get g1 roles'], ['get * roles'], ['get * roles']],
  ['any group covers any', ['get * roles'], ['get * roles'], []],
  ['any verb covers two', ['* v1 roles'], ['watch,list v1 roles'], []],
  [
    'all verbs that there are do not cover any',
    ['get,list,watch,create,update,delete,exec v1 roles'],
    ['* v1 roles'],
    ['* v1 roles'],
  ],
  ['any verb covers any', ['* v1 roles'], ['* v1 roles'], []],
  ['any resource covers one', ['get v1 *'], ['get v1 group:deployments'], []],
  ['resources do not cover any', ['get v1 roles,group:deployments'], ['get v1 *'], ['get v1 *']],
  ['any resource covers any', ['get v1 *'], ['get v1 *'], []],
  ['no names covers names', ['get v1 pods'], ['get v1 pods foo,bar'], []],
  ['names do not cover no names', ['get v1 pods foo,bar'], ['get v1 pods'], ['get v1 pods']],
  ['a URL', ['* /apis'], ['* /apis'], []],
  ['any URL', ['* *'], ['* /apis,/apis/v1,/'], []],
  ['a prefix does not cover what stands before it', ['* /apis/*'], ['get /apis,/apis/v1'], ['get /apis']],
  ['a prefix', ['* /apis/*'], ['get /apis/v1/foo,/apis/v1'], []],
  ['a URL beside a resource', ['get v1 builds . /apis'], ['get v1 builds . /apis'], []],
  ['a URL beside a resource, which lacks', ['get v1 builds'], ['get v1 builds . /apis'], ['get /apis']],
])('upstream: %s', (_, owner, asked, expected) => check(owner, asked, expected));

test.each<[string, string, boolean]>([
  ['*', '', true],
  ['*', '/', true],
  ['*', '/api', true],
  ['/*', '', false],
  ['/*', '/', true],
  ['/*', '/foo', true],
  ['/api', '/api', true],
  ['/apis', '/api', false],
  ['/api/v1', '/api', false],
  ['/api/v1', '/api/v1', true],
  ['/api/*', '/api/v1', true],
  ['/api/*', '/api', false],
  ['/api/*/*', '/api/v1', false],
  ['/*/v1/*', '/api/v1', false],
])('upstream URLs: %j covers %j: %j', (owner, url, expected) => {
  const rule = { verbs: ['get'], apiGroups: [], resources: [], resourceNames: [] };
  expect(covers([{ ...rule, nonResourceURLs: [owner] }], [{ ...rule, nonResourceURLs: [url] }])).toBe(expected);
});

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['both sides of a URL are plain texts', ['get /a/*'], ['get /a/b*'], []],
  ['a shorter prefix is not covered', ['get /a/b*'], ['get /a/*'], ['get /a/*']],
  ['a resource is not its subresource', ['get - pods'], ['get - pods/log'], ['get - pods/log']],
  ['a subresource with a slash', ['get - */a/b'], ['get - pods/a/b'], []],
  ['pods/* is the text alone', ['get - pods/*'], ['get - pods/log'], ['get - pods/log']],
  ['a name by two rules', ['get - pods a', 'get - pods b'], ['get - pods a,b'], []],
  ['a rule of names does not cover a URL', ['get . . a /x'], ['get /x'], ['get /x']],
  ['two rules do not cover one atom together', ['get - services', 'list - pods'], ['get - pods'], ['get - pods']],
  ['a rule that comes to nothing', [], ['get - .'], []],
  ['no rules at all', ['get - pods'], [], []],
])('%s', (_, owner, asked, expected) => check(owner, asked, expected));
