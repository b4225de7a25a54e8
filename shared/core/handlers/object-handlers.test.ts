import { describe, expect, test } from 'vitest';
import type { CoverageEntry, CoverageState } from '#contract/coverage';
import type { Finding } from '#contract/finding';
import { type KubeObject, nameInKey, objectKey } from '#contract/kube';
import { ObjectListQuery } from '#contract/objects';
import { listed } from '#core/findings/filter';
import type { Services } from '#core/services';
import { builtinResources, typeOfKind } from '#kube/builtin-resources';
import { objectHandlers } from './object-handlers.ts';
import type { OpenSnapshots } from './open-snapshots.ts';

const keyOf = ({ apiVersion, kind, metadata }: KubeObject): string => {
  const type = typeOfKind(apiVersion, kind);
  return objectKey(type.group, type.resource, metadata.namespace, nameInKey(metadata));
};

const object = (apiVersion: string, kind: string, namespace: string | undefined, name: string, more: object = {}): KubeObject =>
  ({ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, ...more }) as KubeObject;

const api = object('apps/v1', 'Deployment', 'shop', 'api', { spec: { template: { spec: { hostNetwork: true } } } });
const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', undefined, 'system:node', { rules: [] });
const secret = object('v1', 'Secret', 'shop', 'token', { data: { token: '«redacted»' } });
const huge = object('v1', 'ConfigMap', 'shop', 'huge', {
  data: Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`key-${String(index)}`, 'x'.repeat(60)])),
});

const finding = (id: string, part: Partial<Finding>): Finding => ({
  id,
  ruleId: 'rule',
  status: 'fail',
  severity: 'high',
  resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
  ownerIncomplete: false,
  at: null,
  path: '',
  occurrences: [],
  message: id,
  why: '',
  fix: '',
  frameworks: [],
  fixable: false,
  needs: [],
  ...part,
});

const here = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'api' };
const findings = [
  finding('network', { severity: 'medium', at: { resource: here, path: '/spec/template/spec/hostNetwork' } }),
  finding('worst', { severity: 'critical' }),
  finding('asked', { status: 'unknown' }),
  finding('key', {
    resource: { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'token' },
    at: { resource: here, path: '/spec/template' },
  }),
];

const entry = (resource: string, state: CoverageState, namespace: string | null = null): CoverageEntry => ({
  group: '',
  version: 'v1',
  resource,
  namespace,
  state,
  count: 0,
  reason: state,
  needs: [],
});

const handlers = (objects: readonly KubeObject[], coverage: readonly CoverageEntry[] = []) => {
  const byKey = new Map(objects.map(one => [keyOf(one), one]));
  const snapshot = {
    coverage: () => ({ namespaces: ['shop'], entries: coverage }),
    types: () => builtinResources,
    meta: () => ({ lists: [], capturedUntil: '2026-11-24T09:00:00Z' }),
    object: (key: string) => byKey.get(key),
    facts: () => [],
    redactionsOf: (key: string) =>
      key === '/secrets/shop/token' ? [{ object: key, path: '/data/token', class: 'secret', fingerprint: null, size: 32 }] : [],
    entries: (after: number, limit: number) =>
      [...byKey]
        .map(([key, { kind, metadata }], index) => ({
          id: index + 1,
          key,
          text: `${kind} ${metadata.namespace ?? ''} ${metadata.name}`.toLowerCase(),
        }))
        .slice(after, after + limit),
  };
  const opened = { snapshot, rows: findings.map(one => listed(one, new Map())) };
  const open = { get: () => ({ ok: true, value: opened }) } as unknown as OpenSnapshots;
  return objectHandlers({ ports: { pause: async () => undefined } } as unknown as Services, open);
};

const context = { signal: new AbortController().signal };

const checkList = async (query: Partial<ObjectListQuery>, expected: unknown): Promise<void> => {
  const calls = handlers([api, role, secret], [entry('secrets', 'denied', 'payments')]);
  const answer = await calls['objects.list'](ObjectListQuery.parse({ snapshot: 's', ...query }), context);
  expect(
    answer.ok && {
      rows: answer.value.rows.map(row => `${row.key} ${row.worst ?? '-'} ${String(row.findings)}+${String(row.unknown)}`),
      matched: answer.value.matched,
      unread: answer.value.unread.parts.filter(({ state }) => state === 'denied').map(({ namespace }) => namespace),
    },
  ).toEqual(expected);
};

const apiRow = 'apps/deployments/shop/api critical 3+1';
const roleRow = 'rbac.authorization.k8s.io/clusterroles/_cluster/system:node - 0+0';
const secretRow = '/secrets/shop/token high 1+0';

describe('objects.list', () => {
  test.each<[Partial<ObjectListQuery>, readonly string[], number, readonly string[]]>([
    [{}, [apiRow, roleRow, secretRow], 3, ['payments']],
    [{ sort: 'findings' }, [apiRow, secretRow, roleRow], 3, ['payments']],
    [{ sort: 'kind', desc: true }, [secretRow, apiRow, roleRow], 3, ['payments']],
    [{ text: 'kind:clusterrole' }, [roleRow], 1, []],
    [{ text: 'system:node' }, [roleRow], 1, ['payments']],
    [{ resource: 'deployments.apps' }, [apiRow], 1, []],
    [{ namespace: '' }, [roleRow], 1, []],
    [{ limit: 1, offset: 1 }, [roleRow], 3, ['payments']],
    [{ text: 'nothing' }, [], 0, ['payments']],
  ])('%o', (query, rows, matched, unread) => checkList(query, { rows, matched, unread }));
});

describe('objects.kinds', () => {
  test('counts under the search, and tells what was not read', async () => {
    const calls = handlers([api, role, secret], [entry('secrets', 'denied', 'payments'), entry('pods', 'full')]);
    const answer = await calls['objects.kinds']({ snapshot: 's', text: 'shop' }, context);
    expect(
      answer.ok && [
        answer.value.total,
        answer.value.matched,
        answer.value.kinds.map(kind => [kind.kind, kind.count, kind.unread.parts[0]?.state]),
      ],
    ).toEqual([
      3,
      2,
      [
        ['ClusterRole', 0, 'skipped'],
        ['Deployment', 1, 'skipped'],
        ['Pod', 0, undefined],
        ['Secret', 1, 'denied'],
      ],
    ]);
  });
});

describe('objects.get', () => {
  const get = (key: string) => handlers([api, role, secret, huge])['objects.get']({ snapshot: 's', key }, context);

  test('findings stand worst first, with their lines, unknown ones last', async () => {
    const answer = await get('apps/deployments/shop/api');
    expect(answer.ok && answer.value.findings.map(({ id, lines, elsewhere }) => [id, lines, elsewhere])).toEqual([
      ['worst', null, null],
      ['key', [7, 9], null],
      ['network', [9, 9], null],
      ['asked', null, null],
    ]);
  });

  test('a finding that stands in another object leads there', async () => {
    const answer = await get('/secrets/shop/token');
    expect(answer.ok && answer.value.findings.map(({ elsewhere }) => elsewhere?.key)).toEqual(['apps/deployments/shop/api']);
  });

  test('what was taken out has its line', async () => {
    const answer = await get('/secrets/shop/token');
    const line = answer.ok ? (answer.value.redactions[0]?.line ?? 0) : 0;
    expect(answer.ok && answer.value.yaml.split('\n')[line - 1]).toContain('token: "«redacted»"');
  });

  test('huge YAML ends at a whole line and says so', async () => {
    const answer = await get('/configmaps/shop/huge');
    if (!answer.ok) throw new Error('not found');
    const { yaml, lines, shownLines } = answer.value;
    expect([yaml.length <= 300_000, yaml.endsWith('\n'), shownLines < lines, yaml.split('\n').length - 1 === shownLines]).toEqual(
      [true, true, true, true],
    );
  });

  test.each(['rbac.authorization.k8s.io/clusterroles/_cluster/system:node', '/secrets/shop/token'])('%s is found', async key =>
    expect((await get(key)).ok).toBe(true),
  );

  test.each(['', 'x', '/secrets/shop/none'])('“%s” is told as unknown', async key => {
    const answer = await get(key);
    expect(answer.ok ? 'found' : answer.error.code).toBe('object-unknown');
  });
});
