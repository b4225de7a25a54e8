import { defaultConfig } from '#contract/config';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { Patch } from '#contract/patch';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { Snapshot } from '#contract/snapshot';
import { createContext, evaluate as evaluateIndex } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { makePatch } from '#core/remediate/patch';
import { patchSource } from '#core/remediate/patch-source';
import { createdObject } from '#core/remediate/reevaluate';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import type { ApiAnswer } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { collectionPath, objectPath, type KubeObject } from '#test/cluster/object';

const options = { config: defaultConfig, frameworks };
const ports = { pause: async () => {} };
const signal = new AbortController().signal;

/** Every rule over a snapshot. */
export const evaluate = (snapshot: Snapshot): Promise<Evaluation> =>
  evaluateIndex(createSnapshotIndex(snapshot), rules, options, ports, signal);

export const patchFor = (finding: Finding, snapshot: Snapshot): Result<Patch, Problem> => {
  const rule = rules.find(({ id }) => id === finding.ruleId);
  if (rule === undefined) throw new Error(finding.ruleId);
  return makePatch(finding, rule, patchSource(createContext(createSnapshotIndex(snapshot), options, ports, signal), rule));
};

/** Where the object of a patch stands on the API server. */
export const pathOf = ({ target }: Pick<Patch, 'target'>): string =>
  objectPath({
    apiVersion: target.apiVersion,
    kind: target.kind,
    metadata: { name: target.name, ...(target.namespace === undefined ? {} : { namespace: target.namespace }) },
  });

const jsonPatch = { contentType: 'application/json-patch+json' };
const createdBy = (patch: Patch): KubeObject | undefined =>
  patch.dialect === 'create' ? (createdObject(patch) as KubeObject | undefined) : undefined;

export const apply = (cluster: TestCluster, patch: Patch): Promise<ApiAnswer> => {
  const created = createdBy(patch);
  return created === undefined
    ? cluster.api('PATCH', pathOf(patch), patch.operations, jsonPatch)
    : cluster.api('POST', collectionPath(created), created);
};

export const takeBack = (cluster: TestCluster, patch: Patch): Promise<ApiAnswer> =>
  patch.dialect === 'create'
    ? cluster.api('DELETE', pathOf(patch))
    : cluster.api('PATCH', pathOf(patch), patch.rollback, jsonPatch);

/** Counters of changes that the server and its controllers keep in annotations, as they do in `generation`. */
const counters = new Set(['deprecated.daemonset.template.generation', 'deployment.kubernetes.io/revision']);

/** What a rollback must restore: all but the status, which tells what controllers did since, and counters of changes. */
export const restorable = (object: unknown): unknown => {
  const { metadata, status: _status, ...rest } = object as KubeObject;
  const { resourceVersion: _version, generation: _generation, managedFields: _managers, annotations = {}, ...kept } = metadata;
  const given = Object.fromEntries(Object.entries(annotations).filter(([name]) => !counters.has(name)));
  return { ...rest, metadata: { ...kept, annotations: given } };
};
