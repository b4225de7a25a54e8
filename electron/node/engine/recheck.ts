import { defaultConfig } from '#contract/config';
import { problem, type Problem } from '#contract/problem';
import type { Recheck, RecheckScope } from '#contract/recheck';
import { fail, type Result } from '#contract/result';
import type { SnapshotMeta } from '#contract/snapshot';
import type { Ports } from '#core/ports';
import { recheck } from '#core/recheck/recheck';
import { createPipeline } from '#core/redact/pipeline';
import type { StoredSnapshot } from '#node/library/stored-snapshot';
import { choose } from './catalogue.ts';
import type { Connected } from './connecting.ts';

const standard = { config: defaultConfig, only: {}, pss: undefined } as const;

const origins: Readonly<Record<SnapshotMeta['origin'], string>> = {
  cluster: '',
  bundle: 'It was imported as a bundle: the cluster may be out of reach, and this machine’s context of that name another one.',
  dump: 'It was made from files: no cluster stands behind it.',
  manifests: 'It was made from files: no cluster stands behind it.',
  demo: 'The demo is a recording: no cluster stands behind it.',
};

const notLive = ({ origin }: SnapshotMeta): Problem =>
  problem('not-available', {
    what: 'There is no cluster to ask again.',
    why: origins[origin] === '' ? 'The snapshot does not say from which context it was taken.' : origins[origin],
    todo: 'Capture the cluster itself, and check again from that snapshot.',
  });

const movedAway = (name: string, then: string, now: string): Problem =>
  problem('not-available', {
    what: `The context ${name} is no longer the cluster of this snapshot.`,
    why: `The snapshot was taken from ${then}; the context points to ${now}.`,
    todo: 'Capture the cluster anew, and check again from that snapshot.',
  });

export interface RecheckHere {
  readonly stored: StoredSnapshot;
  readonly scope: RecheckScope;
  readonly ports: Ports;
  readonly connect: (
    meta: SnapshotMeta & { readonly context: NonNullable<SnapshotMeta['context']> },
  ) => Promise<Result<Connected, Problem>>;
}

/** Asks the cluster of a snapshot again, as whom it was taken; the snapshot stays as it is. */
export const recheckStored = async (
  { stored, scope, ports, connect }: RecheckHere,
  signal: AbortSignal,
): Promise<Result<Recheck, Problem>> => {
  const meta = stored.meta();
  const { context } = meta;
  if (context === null || meta.origin !== 'cluster') return fail(notLive(meta));
  const connected = await connect({ ...meta, context });
  if (!connected.ok) return connected;
  const { kube } = connected.value;
  try {
    if (meta.server !== null && kube.server !== meta.server) return fail(movedAway(context.name, meta.server, kube.server));
    const { rules, options } = choose(standard);
    return await recheck(
      {
        snapshot: stored.id,
        scope,
        findings: stored.findings(),
        rules,
        options,
        meta,
        types: stored.types(),
        kube,
        ports,
        pipeline: createPipeline(ports.fingerprints),
      },
      signal,
    );
  } finally {
    await kube.close();
  }
};
