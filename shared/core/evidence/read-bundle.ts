import { CoverageEntry } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import { Fact, factKinds, Redaction } from '#contract/fact';
import { isJsonObject } from '#contract/json';
import type { KubeObject, ResourceName } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot, SnapshotMeta } from '#contract/snapshot';
import type { z } from 'zod';
import { CaseFile, ClusterFile, EvaluationFile, FindingLine, type Sha256 } from './format.ts';
import { resourceOfMember, standsAt } from './member-path.ts';
import { nestsTooDeep } from './nesting.ts';
import { readTar, type TarLimits } from './read-tar.ts';
import { type BundleDigest, formatOf, isNewer, judgeBundle, keptTexts, newerProblem, type VerifyReport } from './verify.ts';

export interface ReadOptions {
  readonly sha256: Sha256;
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: TarLimits;
}

const standardLimits: TarLimits = { memberBytes: 384 * 1024 * 1024, members: 2_000_000 };

export interface ReadBundle {
  readonly snapshot: Snapshot;
  /** Null for a bundle without findings: evaluate it. */
  readonly evaluation: Evaluation | null;
  readonly identity: string;
}

const cancelled = (): Problem =>
  problem('cancelled', { what: 'Reading the bundle was cancelled.', why: 'It was asked to stop.' });

const invalid = (member: string, why: string): Problem =>
  problem('bundle-invalid', {
    what: `The bundle’s ${member.slice(0, 300)} cannot be read.`,
    why,
    at: { field: member.slice(0, 300) },
  });

type Visit = (name: string, body: Uint8Array) => void;

const decoder = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

/** Walks the archive once; false where the signal stopped it. */
const walk = async (
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  visit: Visit | undefined,
): Promise<BundleDigest | false> => {
  const hashes = new Map<string, string>();
  const texts = new Map<string, string>();
  const deviations: { near: string; what: string }[] = [];
  let end = { complete: false, why: 'The archive is empty.' };
  for await (const item of readTar(chunks, options.limits ?? standardLimits)) {
    if (options.signal?.aborted === true) return false;
    if (item.type === 'member') {
      hashes.set(item.name, options.sha256(item.body));
      if (keptTexts.has(item.name)) texts.set(item.name, lenient.decode(item.body));
      visit?.(item.name, item.body);
      await options.pause();
    } else if (item.type === 'deviation') {
      if (deviations.length < 1000) deviations.push({ near: item.near, what: item.what });
    } else {
      end = { complete: item.complete, why: item.why };
    }
  }
  return { hashes, texts, deviations, end };
};

/** Rejects where `chunks` do (a broken gzip layer): the host makes a problem of it. */
export const verifyArchive = async (
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  expect?: string,
): Promise<Result<VerifyReport>> => {
  const digest = await walk(chunks, options, undefined);
  return digest === false ? fail(cancelled()) : ok(judgeBundle(digest, options.sha256, expect));
};

const isObject = (value: unknown): value is KubeObject =>
  isJsonObject(value) &&
  typeof value['apiVersion'] === 'string' &&
  typeof value['kind'] === 'string' &&
  isJsonObject(value['metadata']) &&
  typeof value['metadata']['name'] === 'string' &&
  ['string', 'undefined'].includes(typeof value['metadata']['namespace']);

/** Takes members as they come and makes the parts of a snapshot of them; keeps the first thing that was wrong. */
class Parts {
  readonly objects = new Map<ResourceName, KubeObject[]>();
  facts: Fact[] = [];
  redactions: Redaction[] = [];
  entries: CoverageEntry[] = [];
  findings: Evaluation['findings'] = [];
  case: CaseFile | undefined;
  cluster: ClusterFile | undefined;
  evaluation: z.infer<typeof EvaluationFile> | undefined;
  wrong: Problem | undefined;

  take(name: string, body: Uint8Array): void {
    if (this.wrong !== undefined) return;
    try {
      this.#dispatch(name, body);
    } catch (error) {
      this.wrong = invalid(
        name,
        error instanceof SyntaxError || error instanceof TypeError ? 'It is not JSON in UTF-8.' : String(error),
      );
    }
  }

  #dispatch(name: string, body: Uint8Array): void {
    const resource = resourceOfMember(name);
    if (resource !== undefined) this.#object(name, resource, body);
    else if (name === 'case.json') this.#case(name, body);
    else if (name === 'cluster.json') this.cluster = this.#one(name, body, ClusterFile);
    else if (name === 'coverage.jsonl') this.entries = this.#lines<CoverageEntry>(name, body, CoverageEntry);
    else if (name === 'facts.jsonl') this.facts = this.#facts(name, body);
    else if (name === 'redactions.jsonl') this.redactions = this.#lines<Redaction>(name, body, Redaction);
    else if (name === 'findings/evaluation.json') this.evaluation = this.#one(name, body, EvaluationFile);
    else if (name === 'findings/findings.jsonl') this.findings = this.#lines(name, body, FindingLine);
  }

  #case(name: string, body: Uint8Array): void {
    const format = formatOf(lenient.decode(body));
    if (isNewer(format)) this.wrong = newerProblem(format);
    else this.case = this.#one(name, body, CaseFile);
  }

  #object(name: string, resource: ResourceName, body: Uint8Array): void {
    if (nestsTooDeep(body)) {
      this.wrong = invalid(name, 'It nests too deep.');
      return;
    }
    const value: unknown = JSON.parse(decoder.decode(body));
    if (!isObject(value) || !standsAt(name, resource, value)) {
      this.wrong = invalid(name, 'It is not the Kubernetes object that its path names.');
      return;
    }
    const list = this.objects.get(resource);
    if (list === undefined) this.objects.set(resource, [value]);
    else list.push(value);
  }

  #one<T>(name: string, body: Uint8Array, schema: z.ZodType<T>): T | undefined {
    const parsed = schema.safeParse(nestsTooDeep(body) ? null : JSON.parse(decoder.decode(body)));
    if (parsed.success) return parsed.data;
    this.wrong = invalid(name, firstIssue(parsed.error));
    return undefined;
  }

  #lines<T>(name: string, body: Uint8Array, schema: z.ZodType<T>): T[] {
    const values: T[] = [];
    for (const [index, line] of decoder.decode(body).split('\n').entries()) {
      if (line === '') continue;
      const parsed = schema.safeParse(JSON.parse(line));
      if (!parsed.success) {
        this.wrong = invalid(name, `Line ${index + 1}: ${firstIssue(parsed.error)}`);
        return [];
      }
      values.push(parsed.data);
    }
    return values;
  }

  /** Facts of kinds that only a newer minor format knows are passed over: no rule here uses them. */
  #facts(name: string, body: Uint8Array): Fact[] {
    const known = Object.keys(factKinds);
    const text = decoder.decode(body);
    const foreign = (line: string): boolean => {
      const kind = /"kind":"([^"]*)"/.exec(line)?.[1];
      return kind !== undefined && !known.includes(kind);
    };
    const lines = text.split('\n');
    const kept = lines.some(foreign) ? new TextEncoder().encode(lines.filter(line => !foreign(line)).join('\n')) : body;
    return this.#lines<Fact>(name, kept, Fact);
  }
}

const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? 'It has another shape.' : `${issue.path.join('.') || 'the value'}: ${issue.message}`.slice(0, 300);
};

const metaOf = (file: CaseFile, cluster: ClusterFile): SnapshotMeta => ({
  origin: file.origin,
  name: file.name,
  context: file.context,
  server: cluster.server,
  serverVersion: cluster.serverVersion,
  clusterId: cluster.clusterId,
  capturedAt: file.capturedAt,
  capturedUntil: file.capturedUntil,
  capturedAs: file.capturedAs,
  ...(file.capturedGroups === undefined ? {} : { capturedGroups: file.capturedGroups }),
  ...(file.impersonate === undefined ? {} : { impersonate: file.impersonate }),
  ...(file.requestTimeout === undefined ? {} : { requestTimeout: file.requestTimeout }),
  insecureTls: cluster.insecureTls,
  toolVersion: file.tool.version,
  factKinds: file.factKinds,
  fingerprintKeyId: file.fingerprintKeyId,
  partial: file.partial,
  ...(file.parent === null ? {} : { parent: file.parent }),
  lists: cluster.lists,
});

const assemble = (parts: Parts): Result<{ readonly snapshot: Snapshot; readonly evaluation: Evaluation | null }> => {
  if (parts.wrong !== undefined) return fail(parts.wrong);
  if (parts.case === undefined) return fail(invalid('case.json', 'It is not there.'));
  if (parts.cluster === undefined) return fail(invalid('cluster.json', 'It is not there.'));
  const snapshot: Snapshot = {
    meta: metaOf(parts.case, parts.cluster),
    types: parts.cluster.types,
    objects: parts.objects,
    facts: parts.facts,
    redactions: parts.redactions,
    coverage: { namespaces: parts.cluster.namespaces, entries: parts.entries },
  };
  return ok({ snapshot, evaluation: parts.evaluation === undefined ? null : { ...parts.evaluation, findings: parts.findings } });
};

/**
 * A bundle as a snapshot, every hash checked on the way. Problems: `bundle-newer`, `bundle-invalid` (not whole, or of another
 * shape), `bundle-altered`, `cancelled`. Rejects where `chunks` do.
 */
export const readArchive = async (chunks: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<Result<ReadBundle>> => {
  const parts = new Parts();
  const digest = await walk(chunks, options, (name, body) => parts.take(name, body));
  if (digest === false) return fail(cancelled());
  if (parts.wrong?.code === 'bundle-newer') return fail(parts.wrong);
  const report = judgeBundle(digest, options.sha256);
  if (report.problem !== null) return fail(report.problem);
  const assembled = assemble(parts);
  return assembled.ok ? ok({ ...assembled.value, identity: report.identity ?? '' }) : assembled;
};
