import { describe, expect, test } from 'vitest';
import type { Finding } from '#contract/finding';
import { finding as findingOf } from '#test/fixtures/sample-snapshot';
import { packValues } from './json-lines.ts';
import { packFindings, unpackFindings } from './packed-findings.ts';

const finding = findingOf('one');

const bodies = (findings: readonly Finding[]): readonly Uint8Array[] => [...packFindings(findings)].filter(body => body !== null);
const unpacked = (packed: Iterable<Uint8Array>): readonly Finding[] => [...unpackFindings(packed)].flat();

const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'api' };
const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'admin' };
const many = Array.from({ length: 5_000 }, (_, at) => ({
  ...finding,
  id: `f${String(at)}`,
  message: `Claim ${String(at)}`,
  resource: { ...pod, name: `api-${String(at % 2_300)}` },
  occurrences: [{ kind: 'Pod', namespace: 'shop', name: `api-${String(at % 1_500)}` }],
}));

describe('what is packed is what comes out', () => {
  test.each<[string, readonly Finding[]]>([
    ['none', []],
    ['one', [finding]],
    ['of the whole cluster, unknown', [{ ...finding, status: 'unknown', resource: null, at: null, path: '' }]],
    ['whose object is another one than where it stands', [{ ...finding, resource: role, at: { resource: pod, path: '/spec' } }]],
    ['with and without a container', [{ ...finding, at: { resource: pod, path: '', container: '' } }, finding]],
    ['of a file', [{ ...finding, source: { file: 'a.yaml', line: 7 } }]],
    ['each flag', [false, true].flatMap(a => [false, true].map(b => ({ ...finding, ownerIncomplete: a, fixable: b })))],
    ['with needs', [{ ...finding, needs: [{ group: '', resource: 'secrets', verb: 'list', namespace: 'shop' }] }]],
    ['with texts that look like our own', [{ ...finding, message: '{"packed":"rows"}\n', why: '-1', fix: '' }]],
    ['thousands, over several parts', many],
  ])('%s', (_, findings) => expect(unpacked(bodies(findings))).toStrictEqual(findings));
});

test('the parts are small, so that others are served in between', () =>
  expect(Math.max(...[...unpackFindings(bodies(many))].map(part => part.length))).toBeLessThanOrEqual(1024));

test('blocks of the first format are read as they stand', () => {
  const block = (from: number, to: number): Uint8Array => packValues(many.slice(from, to)) ?? new Uint8Array();
  expect(unpacked([block(0, 256), block(256, 300)])).toStrictEqual(many.slice(0, 300));
});

test('a row that points beyond its tables is a damaged file, and no finding of half its fields', () => {
  const [texts, ...others] = bodies([finding]);
  expect(texts).toBeDefined();
  expect(() => unpacked(others)).toThrow('its table has nothing');
});
