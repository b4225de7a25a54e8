import type { Coverage } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { Fact, Redaction } from '#contract/fact';
import { type KubeObject, nameInKey, objectKey, type ResourceType } from '#contract/kube';
import { problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot, SnapshotMeta } from '#contract/snapshot';
import { canonicalJson, canonicalLines } from './canonical-json.ts';
import { custodyOf } from './custody.ts';
import { type CaseFile, type ClusterFile, formatVersion, manifestLine, type Sha256 } from './format.ts';
import { memberPath, splitResourceName } from './member-path.ts';

/** A snapshot as an export reads it: objects one at a time, so that a library file need not be loaded whole. */
export interface BundleSource {
  readonly meta: SnapshotMeta;
  readonly types: readonly ResourceType[];
  readonly coverage: Coverage;
  facts(): Iterable<Fact>;
  redactions(): Iterable<Redaction>;
  /** In any order, each path once. */
  objects(): readonly ObjectMember[];
}

export interface ObjectMember {
  readonly path: string;
  readonly read: () => KubeObject;
}

export interface BundleMember {
  readonly name: string;
  readonly text: string;
}

export interface PreparedBundle {
  readonly identity: string;
  /** In the order of the archive. */
  members(): Iterable<BundleMember>;
}

export interface PrepareOptions {
  readonly sha256: Sha256;
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** The latest of objects with one key, as the library keeps it too. */
const distinct = (snapshot: Snapshot): readonly ObjectMember[] => {
  const members = new Map<string, ObjectMember>();
  for (const [name, objects] of snapshot.objects) {
    const { group, resource } = splitResourceName(name);
    for (const object of objects) {
      const { metadata } = object;
      members.set(objectKey(group, resource, metadata.namespace, nameInKey(metadata)), {
        path: memberPath(name, object),
        read: () => object,
      });
    }
  }
  return [...members.values()];
};

export const bundleSource = (snapshot: Snapshot): BundleSource => ({
  meta: snapshot.meta,
  types: snapshot.types,
  coverage: snapshot.coverage,
  facts: () => snapshot.facts,
  redactions: () => snapshot.redactions,
  objects: () => distinct(snapshot),
});

const file = (value: unknown): string => `${canonicalJson(value)}\n`;

const caseFile = (meta: SnapshotMeta): CaseFile => ({
  formatVersion,
  tool: { name: 'plumbline', version: meta.toolVersion },
  signed: false,
  origin: meta.origin,
  name: meta.name,
  context: meta.context,
  capturedAt: meta.capturedAt,
  capturedUntil: meta.capturedUntil,
  capturedAs: meta.capturedAs,
  ...(meta.capturedGroups === undefined ? {} : { capturedGroups: meta.capturedGroups }),
  ...(meta.impersonate === undefined ? {} : { impersonate: meta.impersonate }),
  ...(meta.requestTimeout === undefined ? {} : { requestTimeout: meta.requestTimeout }),
  partial: meta.partial,
  factKinds: meta.factKinds,
  fingerprintKeyId: meta.fingerprintKeyId,
  parent: meta.parent ?? null,
});

const byText = <T>(values: readonly T[]): T[] =>
  values
    .map(value => ({ value, text: canonicalJson(value) }))
    .sort((left, right) => (left.text < right.text ? -1 : 1))
    .map(({ value }) => value);

const clusterFile = ({ meta, types, coverage }: BundleSource): ClusterFile => ({
  server: meta.server,
  serverVersion: meta.serverVersion,
  clusterId: meta.clusterId,
  insecureTls: meta.insecureTls,
  namespaces: coverage.namespaces === null ? null : [...coverage.namespaces].sort(),
  lists: byText(meta.lists),
  types: byText(types).map(type => ({ ...type, verbs: [...type.verbs] })),
});

const findingsMembers = (evaluation: Evaluation, sha256: Sha256): readonly BundleMember[] => {
  const { findings, ...rest } = evaluation;
  const members = [
    { name: 'findings/evaluation.json', text: file(rest) },
    { name: 'findings/findings.jsonl', text: findings.map(file).join('') },
  ];
  const manifest = members.map(member => manifestLine(sha256(member.text), member.name)).join('');
  return [...members, { name: 'findings/manifest.sha256', text: manifest }];
};

/** A member as it will be written; objects are read anew when their turn comes. */
interface Planned {
  readonly name: string;
  text(): string;
}

const covered = (source: BundleSource): Planned[] => {
  const small = (name: string, text: string): Planned => ({ name, text: () => text });
  return [
    small('case.json', file(caseFile(source.meta))),
    small('cluster.json', file(clusterFile(source))),
    small('coverage.jsonl', canonicalLines(source.coverage.entries)),
    small('facts.jsonl', canonicalLines(source.facts())),
    small('redactions.jsonl', canonicalLines(source.redactions())),
    ...source.objects().map(({ path, read }) => ({ name: path, text: () => file(read()) })),
  ];
};

const byName = (left: { readonly name: string }, right: { readonly name: string }): number => (left.name < right.name ? -1 : 1);

/** Everything of a bundle but its archive. Objects are written out twice (for the manifest and for the archive), never held. */
export const prepareBundle = async (
  source: BundleSource,
  evaluation: Evaluation | null,
  options: PrepareOptions,
): Promise<Result<PreparedBundle>> => {
  const { sha256 } = options;
  const planned = covered(source).sort(byName);
  const lines: string[] = [];
  for (const member of planned) {
    if (options.signal?.aborted === true)
      return fail(problem('cancelled', { what: 'The export was cancelled.', why: 'It was asked to stop.' }));
    lines.push(manifestLine(sha256(member.text()), member.name));
    await options.pause();
  }
  const manifest = lines.join('');
  const identity = sha256(manifest);
  const findings = evaluation === null ? [] : findingsMembers(evaluation, sha256);
  const digest = findings.at(-1);
  const evaluated = evaluation === null || digest === undefined ? undefined : { evaluation, digest: sha256(digest.text) };
  const custody = custodyOf(source.meta, identity, evaluated, sha256).map(file).join('');
  const outside = [...findings, { name: 'custody.jsonl', text: custody }, { name: 'manifest.sha256', text: manifest }].map(
    ({ name, text }) => ({ name, text: () => text }),
  );
  const all: readonly Planned[] = [...planned, ...outside].sort(byName);
  return ok({
    identity,
    *members() {
      for (const member of all) yield { name: member.name, text: member.text() };
    },
  });
};
