import type { CoverageEntry } from '#contract/coverage';
import type { Fact, Redaction } from '#contract/fact';
import { factKinds } from '#contract/fact';
import type { JsonObject } from '#contract/json';
import type { KubeObject, ObjectKey, ResourceName, ResourceType } from '#contract/kube';
import { nameInKey, objectKey, resourceName } from '#contract/kube';
import type { Pointer } from '#contract/rule';
import type { Snapshot, SnapshotMeta } from '#contract/snapshot';
import type { Fingerprints } from '#core/ports';
import { createPipeline } from '#core/redact/pipeline';
import { builtinResources } from '#kube/builtin-resources';
import { notGiven } from './file-coverage.ts';
import type { ParsedManifests } from './parse-manifests.ts';

export interface ManifestSource {
  readonly file: string;
  /** 1-based line of the field, or of the nearest parent that is there. */
  line(pointer: Pointer): number;
}

export interface ManifestSnapshot {
  readonly snapshot: Snapshot;
  readonly sources: ReadonlyMap<ObjectKey, ManifestSource>;
}

export interface ManifestOrigin {
  /** What the user named: a folder, a file, `-`. */
  readonly name: string;
  /** RFC 3339 UTC: when the files were read. */
  readonly readAt: string;
  readonly toolVersion: string;
}

/** The objects of files as a snapshot: redacted like any other, and with all that files cannot say told as not given. */
export const manifestSnapshot = (
  parsed: ParsedManifests,
  origin: ManifestOrigin,
  fingerprints: Fingerprints,
): ManifestSnapshot => {
  const pipeline = createPipeline(fingerprints);
  const objects = new Map<ResourceName, KubeObject[]>();
  const types = new Map<string, ResourceType>();
  const facts: Fact[] = [];
  const redactions: Redaction[] = [];
  const sources = new Map<ObjectKey, ManifestSource>();
  for (const { raw, type, file, lineOf } of parsed.objects) {
    // The pipeline changes what it is given; anchors in a file may share one value among several objects.
    const processed = pipeline.object(structuredClone<JsonObject>(raw), type);
    const resource = resourceName(type.group, type.resource);
    const list = objects.get(resource);
    if (list === undefined) objects.set(resource, [processed.object]);
    else list.push(processed.object);
    types.set(`${type.group}/${type.kind}`, type);
    facts.push(...processed.facts);
    redactions.push(...processed.redactions);
    const { metadata } = processed.object;
    sources.set(objectKey(type.group, type.resource, metadata.namespace, nameInKey(metadata)), { file, line: lineOf });
  }
  const coverage = {
    namespaces: namespacesOf(objects),
    entries: [...parsed.coverage, ...givenEntries([...types.values()], objects)],
  };
  return {
    snapshot: { meta: metaOf(origin, fingerprints), types: [...types.values()], objects, facts, redactions, coverage },
    sources,
  };
};

const namespacesOf = (objects: ReadonlyMap<ResourceName, readonly KubeObject[]>): readonly string[] => {
  const named = (objects.get('namespaces') ?? []).map(({ metadata }) => metadata.name);
  const used = [...objects.values()].flat().flatMap(({ metadata }) => metadata.namespace ?? []);
  return [...new Set([...named, ...used])].toSorted();
};

const givenEntries = (
  types: readonly ResourceType[],
  objects: ReadonlyMap<ResourceName, readonly KubeObject[]>,
): readonly CoverageEntry[] => {
  const seen = new Set(types.map(({ group, resource }) => resourceName(group, resource)));
  const rest = builtinResources.filter(
    ({ group, resource, verbs }) => verbs.includes('list') && !seen.has(resourceName(group, resource)),
  );
  return [...types, ...rest].map(type => notGiven(type, objects.get(resourceName(type.group, type.resource))?.length ?? 0));
};

const metaOf = (origin: ManifestOrigin, fingerprints: Fingerprints): SnapshotMeta => ({
  origin: 'manifests',
  name: origin.name,
  context: null,
  server: null,
  serverVersion: null,
  clusterId: null,
  capturedAt: origin.readAt,
  capturedUntil: origin.readAt,
  capturedAs: null,
  insecureTls: false,
  toolVersion: origin.toolVersion,
  factKinds: { ...factKinds },
  fingerprintKeyId: fingerprints.keyId,
  partial: false,
  lists: [],
});
