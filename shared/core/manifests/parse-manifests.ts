import type { CoverageEntry } from '#contract/coverage';
import type { JsonObject, JsonValue } from '#contract/json';
import { isJsonObject } from '#contract/json';
import type { ResourceType } from '#contract/kube';
import { objectKey } from '#contract/kube';
import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import type { Pointer } from '#contract/rule';
import { jsonEqual } from '#core/remediate/json-equal';
import { classify } from './classify-document.ts';
import { customTypes, typeIn } from './custom-types.ts';
import { failedFile } from './file-coverage.ts';
import { linesOfFiles } from './file-lines.ts';
import type { YamlFault } from './read-yaml.ts';
import { readManifestText } from './read-manifest-text.ts';

export interface ManifestFile {
  /** As people know it: relative to what they named, `-` for standard input. */
  readonly path: string;
  readonly text: string;
}

export interface ManifestObject {
  readonly raw: JsonObject;
  readonly type: ResourceType;
  readonly file: string;
  /** Its document's place in the file, from 0. */
  readonly document: number;
  /** Line (1-based) of a pointer into `raw`; of the nearest parent where the field is absent. */
  readonly lineOf: (pointer: Pointer) => number;
}

export interface ManifestOptions {
  /** Where objects stand that name no namespace. */
  readonly namespace: string;
}

/** What files hold, and what of them could not be used. Never either-or. */
export interface ParsedManifests {
  readonly objects: readonly ManifestObject[];
  /** What is wrong beside the objects; where there is no object at all, the first says why: exit 2. */
  readonly problems: readonly Problem[];
  /** Files and documents that could not be read, each of state `failed`. */
  readonly coverage: readonly CoverageEntry[];
  /** What is no Kubernetes object and was passed over. */
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  readonly file: string;
  readonly why: string;
  /** An object that another place holds too, with the same content: nothing is lost. */
  readonly again?: true;
}

/** Larger files are told and left out, in characters. */
export const largestFile = 32 * 1024 * 1024;

interface Found {
  readonly raw: JsonObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly file: string;
  readonly document: number;
  readonly base: Pointer;
}

interface Collected {
  readonly found: Found[];
  readonly problems: Problem[];
  readonly coverage: CoverageEntry[];
  readonly skipped: Map<string, Skipped>;
}

export const parseManifests = (files: readonly ManifestFile[], options: ManifestOptions): ParsedManifests => {
  const collected: Collected = { found: [], problems: [], coverage: [], skipped: new Map() };
  for (const file of files) collectFile(collected, file);
  const types = customTypes(collected.found.map(({ raw }) => raw));
  const lines = linesOfFiles(new Map(files.map(({ path, text }) => [path, text])));
  const objects = new Map<string, ManifestObject[]>();
  for (const found of collected.found) {
    const object = placed(found, typeIn(types, found.apiVersion, found.kind), options, lines);
    const key = keyOf(object);
    const known = objects.get(key);
    if (known === undefined) objects.set(key, [object]);
    else takeAgain(collected, object, known);
  }
  const parsed: ParsedManifests = {
    objects: [...objects.values()].flat(),
    problems: collected.problems,
    coverage: collected.coverage,
    skipped: [...collected.skipped.values()],
  };
  const nothing = nothingToScan(parsed, files);
  return nothing === undefined
    ? parsed
    : { ...parsed, problems: [nothing, ...parsed.problems.filter(other => other !== nothing)] };
};

/** Why there is not a single object to look at; undefined where there is one. */
export const nothingToScan = (parsed: ParsedManifests, files: readonly ManifestFile[]): Problem | undefined => {
  if (parsed.objects.length > 0) return undefined;
  const [broken] = parsed.problems;
  if (broken !== undefined) return broken;
  const templates = parsed.skipped.filter(({ why }) => why === rawTemplate);
  const [first] = templates.length > 0 ? templates : parsed.skipped;
  const named = first?.file ?? (files.length === 1 ? files[0]?.path : undefined);
  const what =
    named !== undefined
      ? `${named === '-' ? 'Standard input' : named} holds no Kubernetes object.`
      : files.length === 0
        ? 'There is no .yaml, .yml or .json file in what was named.'
        : 'The files named hold no Kubernetes object.';
  const at = named === undefined ? {} : { at: { file: named } };
  return problem(templates.length > 0 ? 'template-raw' : 'not-kubernetes', {
    what,
    why: first === undefined ? (files.length === 1 ? 'It is empty.' : 'They are empty.') : sentence(first.why),
    ...at,
  });
};

export const rawTemplate = 'a raw Helm template: render it first (helm template … | plumbline scan --manifests -)';

const sentence = (why: string): string => `It is ${why.replace(/^it has/, 'a file that has')}.`;

const collectFile = (collected: Collected, { path, text }: ManifestFile): void => {
  if (text.length > largestFile) {
    fault(collected, path, {
      line: 1,
      reason: `It has ${text.length} characters; at most ${largestFile} are read.`,
      code: 'too-large',
    });
    return;
  }
  const read = readManifestText(path, text);
  if (read === 'template') {
    skip(collected, path, rawTemplate);
    return;
  }
  for (const document of read) {
    for (const duplicate of document.duplicateKeys) collected.problems.push(duplicateKey(path, duplicate));
    if (document.fault !== undefined) fault(collected, path, document.fault);
    else
      collectValue(
        collected,
        { value: document.value ?? null, file: path, document: document.index, base: '', line: document.line },
        0,
      );
  }
};

interface Place {
  readonly value: JsonValue;
  readonly file: string;
  readonly document: number;
  readonly base: Pointer;
  readonly line: number;
}

const collectValue = (collected: Collected, place: Place, depth: number): void => {
  const found = classify(place.value, place.file);
  if (found.is === 'object')
    collected.found.push({
      raw: found.raw,
      apiVersion: found.apiVersion,
      kind: found.kind,
      file: place.file,
      document: place.document,
      base: place.base,
    });
  if (found.is === 'other') skip(collected, place.file, found.why);
  if (found.is === 'broken')
    fault(collected, place.file, { line: place.line, reason: found.why, code: 'not-kubernetes', field: found.field });
  if (found.is !== 'list' || depth > 3) return;
  for (const [index, item] of found.items.entries()) {
    const value = isJsonObject(item) && found.itemOf !== undefined ? { ...found.itemOf, ...item } : item;
    collectValue(collected, { ...place, value, base: `${place.base}/items/${index}` }, depth + 1);
  }
};

type Fault = Omit<YamlFault, 'code'> & { readonly code: YamlFault['code'] | 'not-kubernetes'; readonly field?: string };

const fault = (collected: Collected, file: string, { line, reason, code, field }: Fault): void => {
  const json = code === 'yaml-invalid' && file.endsWith('.json');
  const at = { file, line, ...(field === undefined ? {} : { field }) };
  collected.problems.push(
    problem(json ? 'json-invalid' : code, { what: `${file}, line ${line}: this part could not be read.`, why: reason, at }),
  );
  collected.coverage.push(failedFile(file, `line ${line}: ${reason}`));
};

const skip = ({ skipped }: Collected, file: string, why: string): void => {
  skipped.set(`${file}\n${why}`, { file, why });
};

const placed = (
  found: Found,
  type: ResourceType,
  options: ManifestOptions,
  lines: ReturnType<typeof linesOfFiles>,
): ManifestObject => ({
  raw: withNamespace(found.raw, type, options.namespace),
  type,
  file: found.file,
  document: found.document,
  lineOf: pointer => lines(found.file, found.document, found.base + pointer),
});

const metadataOf = (raw: JsonObject): JsonObject => (isJsonObject(raw['metadata']) ? raw['metadata'] : {});

const withNamespace = (raw: JsonObject, type: ResourceType, namespace: string): JsonObject => {
  const metadata = metadataOf(raw);
  const given = metadata['namespace'];
  if (type.namespaced) return typeof given === 'string' && given !== '' ? raw : { ...raw, metadata: { ...metadata, namespace } };
  const { namespace: _none, ...rest } = metadata;
  return given === undefined ? raw : { ...raw, metadata: rest };
};

const keyOf = ({ raw, type }: ManifestObject): string => {
  const metadata = metadataOf(raw);
  return objectKey(
    type.group,
    type.resource,
    typeof metadata['namespace'] === 'string' ? metadata['namespace'] : undefined,
    typeof metadata['name'] === 'string' ? metadata['name'] : '',
  );
};

/** Those that say the same are passed over; another content is another object, told apart by its place among them. */
const takeAgain = (collected: Collected, object: ManifestObject, known: ManifestObject[]): void => {
  const { type, file } = object;
  const name = keyOf(object).split('/').slice(2).join('/').replace('_cluster/', '');
  const same = known.find((other, index) => jsonEqual(other.raw, index === 0 ? object.raw : marked(object.raw, index + 1)));
  const where = ({ file: path, lineOf }: ManifestObject): string => `${path}, line ${lineOf('')}`;
  if (same !== undefined) {
    const why = `${type.kind} ${name} stands in ${where(same)} already, with the same content`;
    collected.skipped.set(`${file}\n${why}`, { file, why, again: true });
    return;
  }
  const first = known[0] ?? object;
  const at = { file, line: object.lineOf('') };
  const why = `It stands in ${where(first)} too, with another content: each is looked at as an object of its own.`;
  collected.problems.push(
    problem('object-twice', { what: `${file}, line ${at.line}: ${type.kind} ${name} is there twice.`, why, at }),
  );
  known.push({ ...object, raw: marked(object.raw, known.length + 1) });
};

const marked = (raw: JsonObject, nth: number): JsonObject => ({ ...raw, metadata: { ...metadataOf(raw), uid: `#${nth}` } });

const duplicateKey = (file: string, { line }: YamlFault): Problem =>
  problem('yaml-invalid', {
    what: `${file}, line ${line}: a key stands twice in one map.`,
    why: 'The last one counts, as kubectl takes it; a strict reader refuses the file.',
    todo: 'Remove one of the two.',
    at: { file, line },
  });
