import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Evaluation } from '#contract/evaluation';
import type { KubeObject } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { readBundle, verifyBundle } from '#node/bundle/bundle-file';
import { demoFile, demoNames } from '#node/demo/demo-files';
import { choose } from '#node/engine/catalogue';
import { createFingerprints } from '#node/fingerprints';
import { nodePorts } from '#node/ports';
import { rules } from '#rules/catalogue';
import { closedNamespaces } from './company/foundation.ts';
import { planted } from './company/planted.ts';

const ports = nodePorts({ write: () => undefined }, createFingerprints(new Uint8Array(32)));
const { pause } = ports;

interface Demo {
  readonly snapshot: Snapshot;
  readonly evaluation: Evaluation;
  readonly archive: Buffer;
}

const open = async (name: (typeof demoNames)[number]): Promise<Demo> => {
  const read = await readBundle(demoFile(name), { pause });
  if (!read.ok) throw new Error(`${read.error.what} ${read.error.why}`);
  const { rules: chosen, options } = choose({ config: defaultConfig, only: {}, pss: undefined });
  const evaluation = await evaluate(
    createSnapshotIndex(read.value.snapshot),
    chosen,
    options,
    ports,
    new AbortController().signal,
  );
  return { snapshot: read.value.snapshot, evaluation, archive: gunzipSync(readFileSync(demoFile(name))) };
};

const demos = new Map<string, Demo>();
const demo = (name: string): Demo => {
  const found = demos.get(name);
  if (found === undefined) throw new Error(`${name} was not opened.`);
  return found;
};

beforeAll(async () => {
  for (const name of demoNames) demos.set(name, await open(name));
}, 60_000);

const of = ({ snapshot }: Demo, resource: string): readonly KubeObject[] => snapshot.objects.get(resource) ?? [];
const has = (objects: readonly KubeObject[], ...texts: readonly string[]): boolean =>
  objects.some(object => texts.every(text => JSON.stringify(object).includes(text)));

/** What the demo shows, by the resource in which it shows. */
const sights: readonly (readonly [string, string, readonly string[]])[] = [
  ['managed by Helm', 'deployments.apps', ['meta.helm.sh/release-name', '"app.kubernetes.io/managed-by":"Helm"']],
  ['a Helm release', 'secrets', ['sh.helm.release.v1.', 'helm.sh/release.v1']],
  ['managed by Argo CD', 'deployments.apps', ['argocd.argoproj.io/tracking-id']],
  ['an Argo CD Application', 'applications.argoproj.io', ['repoURL']],
  ['managed by a Flux Kustomization', 'deployments.apps', ['kustomize.toolkit.fluxcd.io/name']],
  ['managed by a Flux HelmRelease', 'deployments.apps', ['helm.toolkit.fluxcd.io/name']],
  ['a Kustomization', 'kustomizations.kustomize.toolkit.fluxcd.io', ['sourceRef']],
  ['a HelmRelease', 'helmreleases.helm.toolkit.fluxcd.io', ['chart']],
  ['owned by a database', 'statefulsets.apps', ['"apiVersion":"postgresql.cnpg.io/v1"', '"controller":true']],
  ['owned by a Prometheus', 'statefulsets.apps', ['"kind":"Prometheus"', '"controller":true']],
  ['a Certificate', 'certificates.cert-manager.io', ['letsencrypt-production']],
  ['a node agent', 'daemonsets.apps', ['node-exporter']],
  ['a network agent', 'daemonsets.apps', ['cilium']],
  ['a storage agent', 'daemonsets.apps', ['csi']],
  ['a CronJob', 'cronjobs.batch', ['schedule']],
  ['a Job of a CronJob', 'jobs.batch', ['"kind":"CronJob"', '"type":"Complete"']],
  ['a failed Job', 'jobs.batch', ['"type":"Failed"']],
  ['a finished Pod of a Job', 'pods', ['"kind":"Job"', '"phase":"Succeeded"']],
  ['a Pod made by a ReplicaSet', 'pods', ['"kind":"ReplicaSet"', '"phase":"Running"', '"imageID":']],
  ['a numbered Pod of a StatefulSet', 'pods', ['"name":"payments-db-0"']],
  ['an Ingress with TLS', 'ingresses.networking.k8s.io', ['secretName']],
  ['an Ingress without', 'ingresses.networking.k8s.io', ['aktionen.example.com']],
  ['a Gateway', 'gateways.gateway.networking.k8s.io', ['listeners']],
  ['an HTTPRoute', 'httproutes.gateway.networking.k8s.io', ['parentRefs']],
  ['a NetworkPolicy', 'networkpolicies.networking.k8s.io', ['"podSelector":{}']],
  ['an account bound to cluster-admin', 'clusterrolebindings.rbac.authorization.k8s.io', ['argocd-manager', 'cluster-admin']],
  ['a pipeline that makes its tokens', 'roles.rbac.authorization.k8s.io', ['serviceaccounts/token', 'ci-deployer']],
  ['a token that never expires', 'secrets', ['kubernetes.io/service-account-token', 'argocd-manager']],
  ['impersonation', 'clusterroles.rbac.authorization.k8s.io', ['impersonate', 'support-acts-as-user']],
  ['a restricted namespace', 'namespaces', ['"pod-security.kubernetes.io/enforce":"restricted"']],
  ['a baseline namespace', 'namespaces', ['"pod-security.kubernetes.io/enforce":"baseline"']],
  ['a privileged namespace', 'namespaces', ['"pod-security.kubernetes.io/enforce":"privileged"']],
  ['an identity of AWS', 'serviceaccounts', ['eks.amazonaws.com/role-arn']],
  ['an identity of Google', 'serviceaccounts', ['iam.gke.io/gcp-service-account']],
  ['an identity of Azure', 'serviceaccounts', ['azure.workload.identity/client-id']],
  ['aws-auth', 'configmaps', ['"name":"aws-auth"']],
  ['a webhook', 'validatingwebhookconfigurations.admissionregistration.k8s.io', ['failurePolicy']],
  ['an admission policy', 'validatingadmissionpolicies.admissionregistration.k8s.io', ['expression']],
  ['a mirror Pod of the API server', 'pods', ['kubernetes.io/config.mirror', '--authorization-mode=Node,RBAC', '"kind":"Node"']],
  ['etcd', 'pods', ['kubernetes.io/config.mirror', '--client-cert-auth=true']],
  ['a tainted node', 'nodes', ['taints', 'node-role.kubernetes.io/control-plane']],
  ['a disruption budget', 'poddisruptionbudgets.policy', ['maxUnavailable']],
  ['a scaler', 'horizontalpodautoscalers.autoscaling', ['maxReplicas']],
  ['a bound claim', 'persistentvolumeclaims', ['"phase":"Bound"']],
  ['a quota', 'resourcequotas', ['requests.cpu']],
];

const formsOf = (value: string): readonly string[] => {
  const bytes = Buffer.from(value);
  // In the middle of a longer text base64 starts at one of three places.
  const inside = [0, 1, 2].map(before =>
    Buffer.concat([Buffer.alloc(before, 'x'), bytes])
      .toString('base64')
      .slice(before === 0 ? 0 : 4, -4),
  );
  return [
    value,
    bytes.toString('base64'),
    ...inside,
    bytes.toString('hex'),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
  ];
};

describe.each(demoNames)('%s', name => {
  it('is intact', async () => {
    const report = await verifyBundle(demoFile(name), undefined, { pause });
    expect(report.ok && report.value.state).toBe('intact');
  });

  it('is a cluster of a size worth looking at, in a file that is not', () => {
    const { snapshot } = demo(name);
    const objects = [...snapshot.objects.values()].reduce((sum, list) => sum + list.length, 0);
    expect(of(demo(name), 'namespaces').length).toBeGreaterThanOrEqual(12);
    expect(objects).toBeGreaterThanOrEqual(600);
    expect(readFileSync(demoFile(name)).length).toBeLessThan(400_000);
  });

  it.each(sights)('shows %s', (_, resource, texts) => {
    expect(has(of(demo(name), resource), ...texts)).toBe(true);
  });

  it.each(Object.entries(planted))('holds no form of the planted %s', (_, value) => {
    const { archive } = demo(name);
    expect(formsOf(value).filter(form => archive.includes(form))).toStrictEqual([]);
  });

  it('holds no data of Secrets', () => {
    expect(of(demo(name), 'secrets').filter(secret => 'data' in secret || 'stringData' in secret)).toStrictEqual([]);
  });

  it('tells of redacted credentials', () => {
    expect(demo(name).snapshot.facts.filter(fact => fact.kind === 'credential').length).toBeGreaterThanOrEqual(6);
  });

  it('tells whom objects come from, the last-applied annotation aside, which is not kept', () => {
    const managers = new Set(demo(name).snapshot.facts.flatMap(fact => (fact.kind === 'managers' ? [fact.class] : [])));
    for (const manager of [
      'kubectl-client-side-apply',
      'helm',
      'argocd-controller',
      'kustomize-controller',
      'helm-controller',
      'cloudnative-pg',
    ])
      expect(managers).toContain(manager);
  });

  it('has gaps, and says which', () => {
    const gaps = demo(name).snapshot.coverage.entries.filter(entry => entry.resource === 'secrets' && entry.state === 'denied');
    expect(gaps.map(entry => entry.namespace).sort()).toStrictEqual(closedNamespaces.toSorted());
  });

  it('has findings in six packs and answers that are unknown, and no rule breaks on it', () => {
    const { evaluation } = demo(name);
    const packs = new Map(rules.map(rule => [rule.id, rule.pack]));
    const failed = evaluation.tallies.filter(tally => tally.failed > 0).map(tally => packs.get(tally.ruleId));
    expect(new Set(failed).size).toBeGreaterThanOrEqual(6);
    expect(evaluation.tallies.reduce((sum, tally) => sum + tally.unknown, 0)).toBeGreaterThan(0);
    expect(evaluation.defects).toStrictEqual([]);
  });

  it('is told at its own time: nothing in it is later', () => {
    const { archive, snapshot } = demo(name);
    const times = archive.toString('utf8').match(/"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"/g) ?? [];
    expect(times.length).toBeGreaterThan(1000);
    expect(times.filter(time => Date.parse(time.slice(1, -1)) > Date.parse(snapshot.meta.capturedUntil))).toStrictEqual([]);
  });
});

it('shows three days of drift', () => {
  const [before, after] = demoNames.map(demo);
  if (before === undefined || after === undefined) throw new Error('There are two demos.');
  const change = (resource: string, ...texts: readonly string[]) => [
    has(of(before, resource), ...texts),
    has(of(after, resource), ...texts),
  ];
  expect(before.snapshot.meta.clusterId).toBe(after.snapshot.meta.clusterId);
  expect(before.snapshot.meta.fingerprintKeyId).toBe(after.snapshot.meta.fingerprintKeyId);
  expect({
    privileged: change('deployments.apps', 'node-io-profiler', '"privileged":true'),
    policy: change('networkpolicies.networking.k8s.io', 'default-deny-ingress', '"namespace":"search"'),
    binding: change('rolebindings.rbac.authorization.k8s.io', 'incident-4711'),
    image: change('deployments.apps', 'storefront-web:4.19.0'),
    level: change('namespaces', '"name":"marketing-campaigns"', '"pod-security.kubernetes.io/enforce":"baseline"'),
    exporter: change('deployments.apps', '"name":"recommendations-batch-exporter"'),
    nightly: change('cronjobs.batch', 'nightly-orders-export'),
    tls: change('ingresses.networking.k8s.io', 'hilfe-example-com-tls'),
  }).toStrictEqual({
    privileged: [false, true],
    policy: [true, false],
    binding: [false, true],
    image: [false, true],
    level: [false, true],
    exporter: [true, false],
    nightly: [false, true],
    tls: [false, true],
  });
});
