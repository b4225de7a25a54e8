import type { Fact, FactKind, Redaction } from '#contract/fact';
import { factKinds } from '#contract/fact';
import type { JsonObject } from '#contract/json';
import type { KubeObject, ObjectKey, ResourceType } from '#contract/kube';
import { apiVersionOf, nameInKey, objectKey } from '#contract/kube';
import type { Fingerprints } from '#core/ports';
import { redactConfigMap, redactSecret } from './config-map.ts';
import { redactEventText } from './event-text.ts';
import type { KeyedData } from './managed-fields.ts';
import { deriveManagers, factsOfManagers } from './managed-fields.ts';
import type { Draft, Keep, Recording } from './recording.ts';
import { isDraft } from './recording.ts';
import { redactTree } from './walk.ts';

/** One object after facts were derived and values taken out. */
export interface Processed {
  readonly object: KubeObject;
  readonly facts: readonly Fact[];
  readonly redactions: readonly Redaction[];
}

/**
 * Derive facts, then redact: one object alone (invariant 9). Deterministic under one key; an object that went through it
 * comes out of it unchanged.
 */
export interface Pipeline {
  /**
   * Takes `raw` over and changes it in place: it must be freshly parsed, its `metadata.name` a string. `apiVersion` and
   * `kind` are put in where list items lack them.
   */
  object(raw: JsonObject, type: ResourceType): Processed;
  /** Sees a page as it came, before its objects are taken over one by one. */
  page?(items: readonly JsonObject[], type: ResourceType): void;
  /** What facts of this kind need of managedFields: all of it, the managers without the fields that they own, or nothing. */
  managedFields(type: ResourceType): 'whole' | 'managers' | 'nothing';
}

export const createPipeline = (fingerprints: Fingerprints, keep: Keep = everything): Pipeline => {
  const fingerprint = rememberingFingerprints(fingerprints);
  const managers = factsOfManagers.some(kind => keep.facts.has(kind));
  return {
    object: (raw, type) => process(raw, type, fingerprint, keep),
    managedFields: type => (!managers ? 'nothing' : specialOf(type)?.keyed === undefined ? 'managers' : 'whole'),
  };
};

const everything: Keep = { facts: new Set(Object.keys(factKinds) as FactKind[]), redactions: true };

const noFacts: Fact[] = [];
const noRedactions: Redaction[] = [];

const process = (object: Draft, type: ResourceType, fingerprint: Recording['fingerprint'], keep: Keep): Processed => {
  object['apiVersion'] ??= apiVersionOf(type.group, type.version);
  object['kind'] ??= type.kind;
  const metadata = isDraft(object['metadata']) ? object['metadata'] : {};
  const name = text(metadata['name']);
  const namespace = text(metadata['namespace']);
  const recording: Recording = {
    object: objectKey(type.group, type.resource, namespace, nameInKey({ name, uid: text(metadata['uid']) })) satisfies ObjectKey,
    fingerprint,
    path: [],
    facts: [],
    redactions: [],
    keep,
    named: !speaksAboutSecrets.has(type.kind),
  };
  const special = specialOf(type);
  deriveManagers(recording, metadata['managedFields'], special?.keyed);
  delete metadata['managedFields'];
  special?.redact(recording, object, namespace, name);
  redactTree(recording, object);
  return {
    object: object as unknown as KubeObject,
    facts: recording.facts.length === 0 ? noFacts : recording.facts,
    redactions: recording.redactions.length === 0 ? noRedactions : recording.redactions,
  };
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Schemas and policies name fields `password` and compare tokens: code about credentials. */
const speaksAboutSecrets: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'ValidatingAdmissionPolicy',
  'MutatingAdmissionPolicy',
]);

interface Special {
  readonly keyed?: KeyedData;
  readonly redact: (recording: Recording, object: Draft, namespace: string, name: string) => void;
}

/** Kinds whose fields need more than the walk that all objects get. */
const specials: Readonly<Record<string, Special>> = {
  '/configmaps': { keyed: { fields: ['data', 'binaryData'], secret: false }, redact: redactConfigMap },
  '/secrets': { keyed: { fields: ['data', 'stringData'], secret: true }, redact: redactSecret },
  '/events': { redact: (recording, object) => redactEvent(recording, object) },
  'events.k8s.io/events': { redact: (recording, object) => redactEvent(recording, object) },
};

const specialOf = (type: ResourceType): Special | undefined => {
  const name = `${type.group}/${type.resource}`;
  return Object.hasOwn(specials, name) ? specials[name] : undefined;
};

const redactEvent = (recording: Recording, object: Draft): void => {
  for (const field of ['message', 'note']) {
    const message = object[field];
    if (typeof message === 'string') object[field] = redactEventText(recording, message, eventNames(object), field);
  }
};

/** Names that an event is about: they stay readable in its message. */
const eventNames = (event: Draft): readonly string[] => {
  const names: string[] = [];
  for (const field of ['involvedObject', 'regarding', 'related']) {
    const reference = event[field];
    if (isDraft(reference))
      names.push(
        text(reference['name']),
        text(reference['namespace']),
        /\{(.{1,63})\}$/.exec(text(reference['fieldPath']).slice(-80))?.[1] ?? '',
      );
  }
  const source = event['source'];
  if (isDraft(source)) names.push(text(source['host']));
  names.push(text(event['reportingInstance']));
  return names.filter(name => name !== '');
};

/** Replicas repeat their values: remembers some fingerprints, of short values, for as long as the pipeline lives. */
const rememberingFingerprints = (fingerprints: Fingerprints): Recording['fingerprint'] => {
  const known = new Map<string, string | null>();
  return value => {
    if (value.length > 4096) return fingerprints.of(value);
    const seen = known.get(value);
    if (seen !== undefined) return seen;
    if (known.size >= 4000) known.clear();
    const fingerprint = fingerprints.of(value);
    known.set(value, fingerprint);
    return fingerprint;
  };
};
