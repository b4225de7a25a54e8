import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiffResult } from '#contract/diff-result';
import { composeCli } from '#node/engine/compose-cli';
import { runFake } from '#test/cli/fake-core';

/** What test/demo/make.ts does to the cluster in its three days, and nothing else: one line an object. */
const planted = {
  access: ['gained RoleBinding payments/incident-4711-temporary-access'],
  objects: [
    'added CronJob data-pipelines/nightly-orders-export',
    'added Deployment data-pipelines/node-io-profiler',
    'added Secret support-legacy-ticketing/hilfe-example-com-tls',
    'added Secret support-legacy-ticketing/ticketing-backend',
    'added ServiceAccount data-pipelines/nightly-orders-export',
    'changed Deployment shop-storefront/storefront-web',
    'changed Deployment support-legacy-ticketing/ticketing-backend',
    'changed Ingress support-legacy-ticketing/ticketing',
    'changed Namespace logistics-warehouse-integration',
    'changed Namespace marketing-campaigns',
    'removed Deployment recommendations/recommendations-batch-exporter',
    'removed NetworkPolicy search/default-deny-ingress',
    'removed Service recommendations/recommendations-batch-exporter',
    'removed ServiceAccount recommendations/recommendations-batch-exporter',
  ],
  fields: [
    'Deployment shop-storefront/storefront-web: spec.template.spec.containers[name=storefront-web].image',
    'Deployment support-legacy-ticketing/ticketing-backend: spec.template.spec.containers[name=ticketing-backend].env[name=DB_PASSWORD].value',
    'Deployment support-legacy-ticketing/ticketing-backend: spec.template.spec.containers[name=ticketing-backend].env[name=DB_PASSWORD].valueFrom',
    'Ingress support-legacy-ticketing/ticketing: metadata.annotations[cert-manager.io/cluster-issuer]',
    'Ingress support-legacy-ticketing/ticketing: metadata.annotations[nginx.ingress.kubernetes.io/ssl-redirect]',
    'Ingress support-legacy-ticketing/ticketing: spec.tls',
    'Namespace logistics-warehouse-integration: metadata.labels[pod-security.kubernetes.io/enforce]',
    'Namespace marketing-campaigns: metadata.labels[pod-security.kubernetes.io/enforce]',
  ],
};

const home = mkdtempSync(join(tmpdir(), 'plumbline-drift-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const diff = async (...args: readonly string[]) =>
  runFake(['diff', ...args], {
    host: { compose: options => composeCli({ ...options, env: { PLUMBLINE_HOME: home } }) },
  });

let result: DiffResult;
let code: number;

beforeAll(async () => {
  const outcome = await diff('--demo', '--format', 'json');
  code = outcome.code;
  // As the published schema says it.
  result = DiffResult.parse(JSON.parse(outcome.out));
}, 60_000);

const nameOf = ({
  kind,
  namespace,
  name,
}: {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}): string => `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;

test('the two demo snapshots differ in exactly what was planted', () => {
  expect(code).toBe(1);
  expect({
    access: result.accessChanges.map(row => `${row.access ?? ''} ${nameOf(row)}`).sort(),
    objects: result.objectChanges.map(row => `${row.change} ${nameOf(row)}`).sort(),
    fields: result.objectChanges.flatMap(row => row.fields.map(({ path }) => `${nameOf(row)}: ${path}`)).sort(),
  }).toStrictEqual(planted);
  expect(result.notComparable.objects).toBe(0);
});

test('every finding that came or went names the planted change that caused it', () => {
  const changes = new Set([...result.accessChanges, ...result.objectChanges].map(({ key }) => key));
  const uncaused = result.findingChanges.filter(({ cause }) => cause === null || !changes.has(cause.key));
  expect(uncaused.map(({ change, message }) => `${change}: ${message}`)).toStrictEqual([]);
  expect(result.findings.new).toBeGreaterThan(5);
  expect(result.findings.fixed).toBeGreaterThan(2);
  expect(result.findings.noLongerKnown + result.findings.newlyKnown).toBe(0);
});

test('what does not count is counted, and can be listed', async () => {
  const listed = JSON.parse((await diff('--demo', '--format', 'json', '--show-left-out')).out) as DiffResult;
  const reasons = new Set(listed.leftOutChanges?.map(({ reason }) => reason));
  expect([...reasons].sort()).toStrictEqual(['bookkeeping', 'derived', 'replicas', 'status']);
  expect(result.leftOut.map(({ reason }) => reason).sort()).toStrictEqual([...reasons].sort());
});

test.each(['table', 'markdown'])('the same as %s', async format => {
  const { out } = await diff('--demo', '--format', format);
  for (const row of [...result.accessChanges, ...result.objectChanges]) expect(out).toContain(row.name);
});

test('a snapshot does not differ from itself', async () => {
  const { demoFile } = await import('#node/demo/demo-files');
  const outcome = await diff(demoFile('demo.tar.gz'), demoFile('demo.tar.gz'));
  expect(outcome.code).toBe(0);
  expect(outcome.out).toContain('Nothing that counts differs in 1,062 objects.');
});
