import type { CoverageEntry } from '#contract/coverage';
import { isJsonObject, type JsonObject, type JsonValue } from '#contract/json';
import type { ResourceType } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot } from '#contract/snapshot';
import { nestsTooDeep } from '#core/evidence/nesting';
import { classify } from '#core/manifests/classify-document';
import { type CustomTypes, customTypes, typeIn } from '#core/manifests/custom-types';
import { failedFile } from '#core/manifests/file-coverage';
import { type ManifestOrigin, manifestSnapshot } from '#core/manifests/manifest-snapshot';
import { readManifestText } from '#core/manifests/read-manifest-text';
import type { Fingerprints } from '#core/ports';

/** What `kubectl get -o json` or `-o yaml` printed: objects as the API server sent them, values included. */
export interface Dump {
  readonly fileName: string;
  readonly objects: readonly DumpObject[];
  /** Items that are no objects, each of state `failed`: the others still count. */
  readonly gaps: readonly CoverageEntry[];
}

export interface DumpObject {
  readonly raw: JsonObject;
  readonly type: ResourceType;
}

const mostJson = 400 * 1024 * 1024;
/** YAML takes some hundred times its size while it is parsed. */
const mostYaml = 32 * 1024 * 1024;
const mostLists = 4;

const tooLarge = (file: string, most: number, form: string): Problem =>
  problem('too-large', {
    what: `${file} is over ${most / 1024 / 1024} MiB.`,
    why: `Dumps in ${form} are read up to that size.`,
    todo: 'Dump fewer kinds at a time, as JSON, or capture the cluster instead.',
    at: { file },
  });

const parseJson = (text: string): JsonValue | undefined => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The YAML reader, for which JSON is YAML too, tells the line.
    return undefined;
  }
};

const parseYaml = (text: string, file: string, json: boolean): Result<readonly JsonValue[]> => {
  if (text.length > mostYaml) {
    return fail(
      json
        ? problem('json-invalid', { what: `${file} is not whole JSON.`, why: 'It ends early or is broken.', at: { file } })
        : tooLarge(file, mostYaml, 'YAML'),
    );
  }
  const documents = readManifestText(file, text);
  if (documents === 'template')
    return fail(problem('template-raw', { what: `${file} is a raw template.`, why: 'Its braces are no YAML.', at: { file } }));
  const faulty = documents.find(document => document.fault !== undefined)?.fault;
  if (faulty === undefined) return ok(documents.map(document => document.value ?? null));
  const code = json && faulty.code === 'yaml-invalid' ? 'json-invalid' : faulty.code;
  return fail(
    problem(code, {
      what: `${file}, line ${faulty.line}: the file cannot be read.`,
      why: faulty.reason,
      at: { file, line: faulty.line },
    }),
  );
};

const parseText = (text: string, file: string): Result<readonly JsonValue[]> => {
  if (text.length > mostJson) return fail(tooLarge(file, mostJson, 'JSON'));
  const json = /^\s*[{[]/.test(text.slice(0, 1000));
  if (json && nestsTooDeep(new TextEncoder().encode(text))) {
    return fail(
      problem('too-large', { what: `${file} nests too deep.`, why: 'No object of an API server nests that deep.', at: { file } }),
    );
  }
  const value = json ? parseJson(text) : undefined;
  return value === undefined ? parseYaml(text, file, json) : ok([value]);
};

interface Found {
  readonly raw: JsonObject;
  readonly apiVersion: string;
  readonly kind: string;
}

interface Collected {
  readonly found: Found[];
  readonly gaps: CoverageEntry[];
  lists: number;
}

const collect = (collected: Collected, value: JsonValue, file: string, where: string, depth: number): void => {
  const found = classify(value, file);
  if (found.is === 'object') collected.found.push(found);
  if (found.is === 'broken') collected.gaps.push(failedFile(file, `${where}: ${found.why}`));
  if (found.is === 'other' && depth > 0) collected.gaps.push(failedFile(file, `${where}: ${found.why}`));
  if (found.is !== 'list' || depth >= mostLists) return;
  collected.lists += 1;
  for (const [index, item] of found.items.entries()) {
    const whole = isJsonObject(item) && found.itemOf !== undefined ? { ...found.itemOf, ...item } : item;
    collect(collected, whole, file, `item ${index}`, depth + 1);
  }
};

const metadataOf = (raw: JsonObject): JsonObject => (isJsonObject(raw['metadata']) ? raw['metadata'] : {});

/** A live object tells its scope itself: what names a namespace stands in one, whatever its kind sounds like. */
const typeOf = ({ raw, apiVersion, kind }: Found, types: CustomTypes): ResourceType => {
  const type = typeIn(types, apiVersion, kind);
  const namespace = metadataOf(raw)['namespace'];
  return { ...type, namespaced: typeof namespace === 'string' && namespace !== '' };
};

/** One entry for each object: the last of two with one identity, as later output is newer. */
const distinct = (objects: readonly DumpObject[]): readonly DumpObject[] => {
  const byIdentity = new Map<string, DumpObject>();
  for (const object of objects) {
    const { namespace, name } = metadataOf(object.raw);
    byIdentity.set(JSON.stringify([object.type.group, object.type.resource, namespace ?? null, name ?? null]), object);
  }
  return [...byIdentity.values()];
};

/**
 * Reads a dump: one object, a `List`, a typed list (`PodList`, whose items lack their kind), or several YAML documents.
 * Problems: `json-invalid` and `yaml-invalid` with the line, `template-raw`, `too-large`, and `not-kubernetes` where the file
 * holds neither an object nor an (empty) list.
 */
export const parseDump = (text: string, fileName: string): Result<Dump> => {
  const values = parseText(text, fileName);
  if (!values.ok) return values;
  const collected: Collected = { found: [], gaps: [], lists: 0 };
  for (const [index, value] of values.value.entries()) collect(collected, value, fileName, `document ${index}`, 0);
  if (collected.found.length === 0 && collected.lists === 0) {
    const why = collected.gaps[0]?.reason ?? 'It holds no object with apiVersion, kind and metadata.name, and no list of them.';
    return fail(problem('not-kubernetes', { what: `${fileName} holds no Kubernetes object.`, why, at: { file: fileName } }));
  }
  const types = customTypes(collected.found.map(({ raw }) => raw));
  return ok({
    fileName,
    objects: distinct(collected.found.map(found => ({ raw: found.raw, type: typeOf(found, types) }))),
    gaps: collected.gaps,
  });
};

/**
 * A dump as a snapshot, redacted like any other. A dump says what it holds, not whether that is all: a list of one namespace
 * looks like a list of all, so no cell is full (state `not-given`, with the count of what is there).
 */
export const dumpSnapshot = (dump: Dump, origin: ManifestOrigin, fingerprints: Fingerprints): Snapshot => {
  const objects = dump.objects.map(({ raw, type }) => ({ raw, type, file: dump.fileName, document: 0, lineOf: () => 1 }));
  const { snapshot } = manifestSnapshot({ objects, problems: [], coverage: dump.gaps, skipped: [] }, origin, fingerprints);
  return { ...snapshot, meta: { ...snapshot.meta, origin: 'dump' } };
};
