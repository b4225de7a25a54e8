import { describe, expect, test } from 'vitest';
import type { CaptureOptions } from '#contract/capture';
import type { ResourceType } from '#contract/kube';
import { peekToken, readPage } from './list-page.ts';
import { planRequests } from './plan.ts';
import { leastPrivilegeRole } from './role.ts';

const widget: ResourceType = {
  group: 'example.com',
  version: 'v1',
  resource: 'widgets',
  kind: 'Widget',
  namespaced: true,
  verbs: ['list'],
};
const secrets: ResourceType = {
  group: '',
  version: 'v1',
  resource: 'secrets',
  kind: 'Secret',
  namespaced: true,
  verbs: ['list'],
};

describe('what would be asked', () => {
  const paths = (options: CaptureOptions, types?: readonly ResourceType[]): readonly string[] =>
    planRequests(options, types).map(request => `${request.method} ${request.path}`);

  test('offline, of everything', () => {
    const all = planRequests({});
    expect(paths({})).toEqual(
      expect.arrayContaining([
        'GET /version',
        'GET /api/v1/pods?limit=500',
        'GET /apis/apps/v1/deployments?limit=500',
        'GET /apis/{group}/{version}/{resource}?limit=500',
      ]),
    );
    expect(all.find(request => request.path.startsWith('/api/v1/secrets'))).toMatchObject({
      path: '/api/v1/secrets?limit=500&includeObject=Metadata',
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    expect(new Set(all.map(request => request.method))).toEqual(new Set(['GET', 'POST']));
  });

  test('of named namespaces, without what is excluded', () => {
    const asked = paths({ namespaces: ['a', 'b'], excludeResources: ['secrets'], customResources: false, kubeletConfig: false });
    expect(asked).toEqual(
      expect.arrayContaining([
        'GET /api/v1/namespaces/a/pods?limit=500',
        'GET /api/v1/namespaces/b/pods?limit=500',
        'GET /api/v1/nodes?limit=500',
      ]),
    );
    expect(asked.filter(path => /secrets|proxy|\{resource\}|v1\/pods/.test(path.replace(/namespaces\/[ab]\/pods/, '')))).toEqual(
      [],
    );
  });

  test('with discovery at hand', () => expect(paths({}, [widget])).toContain('GET /apis/example.com/v1/widgets?limit=500'));
});

test('the role grants list of just that, and never a subresource', () => {
  const role = leastPrivilegeRole({}, [widget, secrets]);
  expect(role['rules']).toEqual([
    { apiGroups: [''], resources: ['secrets'], verbs: ['list'] },
    { apiGroups: ['example.com'], resources: ['widgets'], verbs: ['list'] },
  ]);
  expect(Object.keys(role.metadata.annotations ?? {})).toEqual(['plumbline/secrets-list']);
  expect(leastPrivilegeRole({ excludeResources: ['secrets'] }, [widget, secrets]).metadata.annotations).toEqual({});
  expect(JSON.stringify(leastPrivilegeRole({}))).not.toMatch(/proxy|"\*"|"get"/);
});

describe('a page', () => {
  test.each([
    [
      'metadata first',
      '{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1","continue":"abc","remainingItemCount":3},"items":[',
      'abc',
    ],
    [
      'metadata last',
      `{"apiVersion":"example.com/v1","items":[${'{},'.repeat(9000)}{}],"kind":"WidgetList","metadata":{"continue":"abc","resourceVersion":"1"}}\n`,
      'abc',
    ],
    ['no more', '{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}', undefined],
    [
      'a look-alike inside an object',
      '{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"continue":"evil"}}]}',
      undefined,
    ],
    [
      'a token of other characters',
      '{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"a/../b c"},"items":[]}',
      undefined,
    ],
  ])('tells its token unparsed: %s', (_name, text, expected) => expect(peekToken(text)).toBe(expected));

  test.each<[string, ResourceType, unknown, string]>([
    ['no object', widget, [], 'The answer is no list.'],
    ['no items', widget, { kind: 'WidgetList' }, 'The answer is no list.'],
    ['a Secret list', secrets, { kind: 'SecretList', items: [] }, 'The server did not answer with a Table'],
  ])('is refused: %s', (_name, type, json, expected) => expect(readPage(type, json)).toMatch(expected));

  test('of a Table holds metadata and type, whatever else a row carries', () => {
    const table = {
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: '1' },
      columnDefinitions: [{ name: 'Type' }],
      rows: [{ cells: ['Opaque'], object: { metadata: { name: 's' }, data: { a: 'hunter2' } } }],
    };
    expect(readPage(secrets, table)).toMatchObject({
      items: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, type: 'Opaque' }],
    });
    expect(JSON.stringify(readPage(secrets, table))).not.toContain('hunter2');
  });
});
