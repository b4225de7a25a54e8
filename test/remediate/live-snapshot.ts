import { factKinds } from '#contract/fact';
import type { CoverageEntry } from '#contract/coverage';
import type { Fact, Redaction } from '#contract/fact';
import type { JsonObject } from '#contract/json';
import type { KubeObject, ResourceName, ResourceType } from '#contract/kube';
import { apiVersionOf, resourceName } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { createPipeline } from '#core/redact/pipeline';
import type { Fingerprints, KubeConnection } from '#core/ports';
import { builtinResources } from '#kube/builtin-resources';
import { connect } from '#node/transport/connect';
import { loadPasted } from '#node/kubeconfig/source-files';
import { resolveContext } from '#node/kubeconfig/resolve';
import { itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import type { PersonaName } from '#test/cluster/personas';

export const testFingerprints: Fingerprints = {
  keyId: 'test',
  of: value =>
    value.length < 8
      ? null
      : Array.from(value)
          .reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0, 7)
          .toString(16)
          .padStart(32, '0'),
};

/** Our own transport, allow-list included, as a persona. */
export const connectAs = async (cluster: TestCluster, persona: PersonaName): Promise<KubeConnection> => {
  const resolved = resolveContext(loadPasted('test', 'test', cluster.kubeconfig(persona)), persona, []);
  if (!resolved.ok) throw new Error(resolved.error.what);
  const connection = await connect(resolved.value, { requestTimeout: 20_000, env: {}, trustExec: false, redact: text => text });
  if (!connection.ok) throw new Error(connection.error.what);
  return connection.value;
};

/** Everything that rules look at, as admin, through the real pipeline; Secrets only where they are asked for. */
export const liveSnapshot = async (
  cluster: TestCluster,
  { secrets = false }: { readonly secrets?: boolean } = {},
): Promise<Snapshot> => {
  const types = builtinResources.filter(
    ({ resource, group, verbs }) =>
      verbs.includes('list') && (secrets || resource !== 'secrets') && !/alpha|events|internal/.test(group),
  );
  const pages = await Promise.all(types.map(async type => ({ type, answer: await cluster.api('GET', listPath(type)) })));
  const pipeline = createPipeline(testFingerprints);
  const objects = new Map<ResourceName, readonly KubeObject[]>();
  const facts: Fact[] = [];
  const redactions: Redaction[] = [];
  const entries: CoverageEntry[] = [];
  for (const { type, answer } of pages) {
    const read = answer.status === 200;
    const processed = read ? itemsOf(answer).map(item => pipeline.object(item as JsonObject, type)) : [];
    if (read)
      objects.set(
        resourceName(type.group, type.resource),
        processed.map(({ object }) => object),
      );
    facts.push(...processed.flatMap(one => one.facts));
    redactions.push(...processed.flatMap(one => one.redactions));
    entries.push({
      group: type.group,
      version: type.version,
      resource: type.resource,
      namespace: null,
      state: read ? 'full' : 'not-served',
      count: processed.length,
      reason: '',
      needs: [],
    });
  }
  const namespaces = (objects.get('namespaces') ?? []).map(({ metadata }) => metadata.name);
  return { meta, types, objects, facts, redactions, coverage: { namespaces, entries } };
};

const listPath = ({ group, version, resource }: ResourceType): string =>
  `${group === '' ? '/api/v1' : `/apis/${apiVersionOf(group, version)}`}/${resource}`;

const meta: Snapshot['meta'] = {
  origin: 'cluster',
  name: 'test',
  context: null,
  server: null,
  serverVersion: 'v1.37.2',
  clusterId: null,
  capturedAt: '2026-01-01T00:00:00.000Z',
  capturedUntil: '2026-01-01T00:00:00.000Z',
  capturedAs: 'admin',
  insecureTls: false,
  toolVersion: '0',
  factKinds: { ...factKinds },
  fingerprintKeyId: 'test',
  partial: false,
  lists: [],
};
