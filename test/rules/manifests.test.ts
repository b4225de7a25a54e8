import { expect, test } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Finding } from '#contract/finding';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { manifestSnapshot } from '#core/manifests/manifest-snapshot';
import { parseManifests } from '#core/manifests/parse-manifests';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import { testFingerprints } from '#test/remediate/live-snapshot';

type Files = Readonly<Record<string, string>>;

const findingsOf = async (files: Files): Promise<readonly Finding[]> => {
  const parsed = parseManifests(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { namespace: 'default' },
  );
  const { snapshot, sources } = manifestSnapshot(
    parsed,
    { name: 'files', readAt: '2026-01-01T00:00:00.000Z', toolVersion: '0' },
    testFingerprints,
  );
  const options = { config: defaultConfig, frameworks, manifests: true, sources };
  const evaluation = await evaluate(
    createSnapshotIndex(snapshot),
    rules,
    options,
    { pause: async () => {} },
    new AbortController().signal,
  );
  expect(evaluation.defects).toEqual([]);
  return evaluation.findings.filter(({ status }) => status === 'fail');
};

/** The findings of one rule as `message file:line`. */
const check = async (files: Files, ruleId: string, expected: readonly string[]): Promise<void> => {
  const findings = (await findingsOf(files)).filter(finding => finding.ruleId === ruleId);
  expect(findings.map(({ message, source }) => `${message} ${source?.file}:${source?.line}`)).toEqual(expected);
};

const web = (image: string, more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: web
        image: ${image}
        env:
        - name: DB_PASSWORD
          value: Sommer-2026-${image}
${more}`;

const privileged = '        securityContext: {privileged: true}\n';

test('two objects of one name: each is judged, at its own place', () =>
  check({ 'a/web.yaml': web('a:1'), 'b/web.yaml': `# another project\n${web('b:1', privileged)}` }, 'privileged-container', [
    'Container “web” of Deployment default/web runs in privileged mode. b/web.yaml:14',
  ]));

test('what is derived from values stays with its copy', () =>
  check({ 'a/web.yaml': web('a:1'), 'b/web.yaml': `# another project\n${web('b:1')}` }, 'credential-in-env', [
    'Container “web” of Deployment default/web holds a password as the literal value of its environment variable “DB_PASSWORD”. a/web.yaml:12',
    'Container “web” of Deployment default/web holds a password as the literal value of its environment variable “DB_PASSWORD”. b/web.yaml:13',
  ]));

test('ids of the first are those that it has alone; a copy has its own, and no patch that would change both', async () => {
  const alone = await findingsOf({ 'a/web.yaml': web('a:1', privileged) });
  const both = await findingsOf({ 'a/web.yaml': web('a:1', privileged), 'b/web.yaml': web('b:1', privileged) });
  const first = both.filter(({ source }) => source?.file === 'a/web.yaml');
  const second = both.filter(({ source }) => source?.file === 'b/web.yaml');
  expect(first.map(({ id }) => id)).toEqual(alone.map(({ id }) => id));
  expect(second.length).toBe(first.length);
  expect(new Set(both.map(({ id }) => id)).size).toBe(both.length);
  expect(first.some(({ fixable }) => fixable)).toBe(true);
  expect(second.every(({ fixable, resource }) => !fixable && resource?.uid === '#2')).toBe(true);
});

test.each(['extensions/v1beta1', 'apps/v1beta1', 'apps/v1'])('a Deployment of %s', async apiVersion => {
  const text = web('a:1', privileged).replace('apps/v1', apiVersion);
  await check({ 'a.yaml': text }, 'privileged-container', [
    'Container “web” of Deployment default/web runs in privileged mode. a.yaml:13',
  ]);
  const now = await findingsOf({ 'a.yaml': web('a:1', privileged) });
  expect((await findingsOf({ 'a.yaml': text })).map(({ id }) => id)).toEqual(now.map(({ id }) => id));
});

test('an Ingress of extensions/v1beta1', () =>
  check(
    { 'a.yaml': 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: web}\nspec:\n  rules: [{host: a.example}]\n' },
    'ingress-without-tls',
    ['Ingress default/web serves a.example without TLS. a.yaml:4'],
  ));
