import { setTimeout as delay } from 'node:timers/promises';
import type { CaptureOptions } from '#contract/capture';
import type { Fact, Redaction } from '#contract/fact';
import type { KubeObject, ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { CollectDeps, Collected } from '#core/collect/collect';
import { collect } from '#core/collect/collect';
import type { KubeConnection, Ports, SnapshotSink } from '#core/ports';
import { createPipeline } from '#core/redact/pipeline';
import { createFingerprints } from '#node/fingerprints';
import { loadSources } from '#node/kubeconfig/sources';
import { nodePorts } from '#node/ports';
import { connect } from '#node/transport/connect';

export interface Taken {
  readonly result: Result<Collected, Problem>;
  /** Objects by resource name. */
  readonly objects: ReadonlyMap<string, readonly KubeObject[]>;
  readonly facts: readonly Fact[];
  readonly redactions: readonly Redaction[];
  readonly ms: number;
}

const fingerprints = createFingerprints(new Uint8Array(32).fill(7));

/** Waits are a tenth as long as asked: what is tested is that they happen, not that they are long. */
const ports: Ports = {
  ...nodePorts({ write: () => undefined }, fingerprints),
  sleep: async (ms, signal) => {
    await delay(ms / 10, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  },
};

export async function connectTo(kubeconfigFile: string): Promise<KubeConnection> {
  const sources = await loadSources({ flag: kubeconfigFile, env: {}, home: '/nowhere' });
  const resolved = sources.resolve(undefined);
  if (!resolved.ok) throw new Error(resolved.error.what);
  const connection = await connect(resolved.value, { requestTimeout: 20_000, env: {}, trustExec: false, redact: text => text });
  if (!connection.ok) throw new Error(connection.error.what);
  return connection.value;
}

/** One capture over the real transport, kept in memory. */
export async function take(
  kubeconfigFile: string,
  options: CaptureOptions = {},
  signal = new AbortController().signal,
  more: Pick<CollectDeps, 'pause' | 'onProgress'> = {},
): Promise<Taken> {
  const kube = await connectTo(kubeconfigFile);
  const pages = new Map<string, KubeObject[]>();
  const facts: Fact[] = [];
  const redactions: Redaction[] = [];
  const key = (type: ResourceType, namespace: string | null): string =>
    `${resourceName(type.group, type.resource)} ${namespace ?? ''}`;
  const sink: SnapshotSink = {
    page: page => {
      const kept = pages.get(key(page.type, page.namespace)) ?? [];
      pages.set(key(page.type, page.namespace), kept);
      kept.push(...page.objects);
      facts.push(...page.facts);
      redactions.push(...page.redactions);
    },
    restart: (type, namespace) => void pages.delete(key(type, namespace)),
  };
  const began = performance.now();
  try {
    const result = await collect(kube, options, { ports, pipeline: createPipeline(fingerprints), sink, ...more }, signal);
    return { result, objects: byResource(pages), facts, redactions, ms: performance.now() - began };
  } finally {
    await kube.close();
  }
}

function byResource(pages: ReadonlyMap<string, readonly KubeObject[]>): ReadonlyMap<string, readonly KubeObject[]> {
  const objects = new Map<string, KubeObject[]>();
  for (const [key, kept] of pages) {
    const name = key.split(' ')[0] ?? '';
    objects.set(name, [...(objects.get(name) ?? []), ...kept]);
  }
  return objects;
}
