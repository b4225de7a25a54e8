import { isJsonObject } from '#contract/json';
import { objectKey, type KubeObject, type ResourceName } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { numberOf, suffixOf, uidOf } from './stable.ts';

const seconds = 1000;
const hour = 3600 * seconds;
const day = 24 * hour;

/** Times of the real run, in milliseconds since 1970. */
export interface Run {
  readonly started: number;
  readonly loadStarted: number;
  readonly driftStarted: number;
  readonly serverUrl: string;
}

export interface Captured {
  /** What the first capture is said to have been taken at, and this one. */
  readonly at: string;
  readonly namesKnown: Names;
}

/** Generated names and UIDs of both captures, real → told. */
export interface Names {
  readonly names: Map<string, string>;
  readonly counts: Map<string, number>;
  readonly uids: Map<string, string>;
}

export const newNames = (): Names => ({ names: new Map(), counts: new Map(), uids: new Map() });

export const toldServer = 'https://prod-eu-1.example.org:6443';

const clusterBorn = Date.parse('2026-02-11T08:30:00Z');
const driftBegan = Date.parse('2026-11-20T14:00:00Z');
const firstCapture = Date.parse('2026-11-20T08:00:00Z');

interface Item {
  readonly name: ResourceName;
  readonly object: KubeObject;
}

const itemsOf = (snapshot: Snapshot): readonly Item[] =>
  [...snapshot.objects].flatMap(([name, objects]) => objects.map(object => ({ name, object })));

/** Names with five random letters get five that follow from what stands before them and their turn. */
const learnNames = (items: readonly Item[], { names, counts, uids }: Names): void => {
  const generated = items
    .filter(({ object }) => isGenerated(object) && !names.has(object.metadata.name))
    .sort((left, right) => (order(left.object) < order(right.object) ? -1 : 1));
  for (const { object } of generated) {
    const stem = String(object.metadata['generateName']);
    const group = `${object.metadata.namespace ?? ''}/${stem}`;
    const turn = counts.get(group) ?? 0;
    counts.set(group, turn + 1);
    names.set(object.metadata.name, `${stem}${suffixOf(`${group}${turn}`)}`);
  }
  for (const { name, object } of items) {
    const { uid, namespace = '' } = object.metadata;
    if (uid !== undefined)
      uids.set(uid, uidOf(`${name}/${namespace}/${names.get(object.metadata.name) ?? object.metadata.name}`));
  }
};

/** Pods of StatefulSets have a generateName too, and a number that stays. */
const isGenerated = ({ metadata }: KubeObject): boolean =>
  typeof metadata['generateName'] === 'string' && metadata.name.length === metadata['generateName'].length + 5;

const order = (object: KubeObject): string =>
  `${isJsonObject(object['spec']) ? String(object['spec']['nodeName'] ?? '') : ''} ${object.metadata.name}`;

class Calendar {
  readonly #byUid: ReadonlyMap<string, Item>;
  readonly #namespaces: ReadonlyMap<string, Item>;
  readonly #run: Run;
  readonly #names: ReadonlyMap<string, string>;
  readonly #told = new Map<string, number>();

  constructor(items: readonly Item[], run: Run, names: Names) {
    this.#run = run;
    this.#names = names.names;
    this.#byUid = new Map(items.map(item => [item.object.metadata.uid ?? this.#key(item), item]));
    this.#namespaces = new Map(items.filter(({ name }) => name === 'namespaces').map(item => [item.object.metadata.name, item]));
  }

  /** By the name that is told: the real one differs in every run. */
  #key({ name, object: { metadata } }: Item): string {
    return `${name}/${metadata.namespace ?? ''}/${this.#names.get(metadata.name) ?? metadata.name}`;
  }

  created({ object }: Item): number {
    return Date.parse(object.metadata.creationTimestamp ?? '') || this.#run.loadStarted;
  }

  #owner({ object }: Item): Item | undefined {
    const reference =
      object.metadata.ownerReferences?.find(owner => owner.controller === true) ?? object.metadata.ownerReferences?.[0];
    return reference === undefined ? undefined : this.#byUid.get(reference.uid);
  }

  #root(item: Item): Item {
    const owner = this.#owner(item);
    return owner === undefined || owner.name === 'nodes' ? item : this.#root(owner);
  }

  /** When an object came to be, as it is told. */
  born(item: Item): number {
    const key = this.#key(item);
    const known = this.#told.get(key);
    if (known !== undefined) return known;
    const told = Math.floor(this.#bornAnew(item) / seconds) * seconds;
    this.#told.set(key, told);
    return told;
  }

  #bornAnew(item: Item): number {
    const scheduled = item.object.metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp'];
    if (scheduled !== undefined) return Date.parse(scheduled) + seconds;
    const owner = this.#owner(item);
    if (owner?.name === 'jobs.batch') return this.born(owner) + seconds;
    if (this.#isDrift(item)) return this.drifted(item, this.created(item));
    if (this.created(item) < this.#run.loadStarted) return clusterBorn + numberOf(this.#key(item), 60) * seconds;
    return owner === undefined ? this.#bornFree(item) : this.#bornOwned(item, owner);
  }

  #bornFree(item: Item): number {
    if (item.name === 'namespaces') return clusterBorn + day + numberOf(this.#key(item), 140 * day);
    const home = this.#namespaces.get(item.object.metadata.namespace ?? '');
    if (home === undefined) return clusterBorn + hour + numberOf(this.#key(item), 120 * day);
    const from = this.born(home);
    if (item.object.metadata.name === 'default' || item.object.metadata.name === 'kube-root-ca.crt') return from + seconds;
    return from + hour + numberOf(this.#key(item), Math.max(hour, firstCapture - 6 * day - from));
  }

  #bornOwned(item: Item, owner: Item): number {
    const from = this.born(owner);
    const lately = item.name === 'pods' ? 20 * day : item.name === 'replicasets.apps' ? 45 * day : 0;
    if (lately === 0) return from + (2 + numberOf(this.#key(item), 20)) * seconds;
    const start = Math.max(from + 2 * seconds, firstCapture - lately);
    return start + numberOf(this.#key(item), Math.max(seconds, firstCapture - day - start));
  }

  #isDrift(item: Item): boolean {
    // The loader takes webhooks away while it writes, and puts them back.
    return this.created(item) >= this.#run.driftStarted && !item.name.includes('webhookconfigurations');
  }

  /** A time after the drift began, as it is told. */
  drifted(item: Item, real: number): number {
    return driftBegan + numberOf(`drift/${this.#key(this.#root(item))}`, 40 * hour) + (real - this.#run.driftStarted);
  }

  /** Any time inside an object. */
  at(item: Item, real: number): number {
    const changed = real >= this.#run.driftStarted && !this.#isDrift(item) && !item.name.includes('webhookconfigurations');
    const told = changed ? this.drifted(item, real) : this.born(item) + Math.max(0, real - this.created(item));
    return Math.floor(told / seconds) * seconds;
  }
}

const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const timePattern = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

type Turn = (text: string, key: string) => string;

const mapTexts = (value: unknown, turn: Turn, key = ''): unknown => {
  if (typeof value === 'string') return turn(value, key);
  if (Array.isArray(value)) return (value as readonly unknown[]).map(element => mapTexts(element, turn, key));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, mapTexts(child, turn, name)]));
};

const projectedToken = /^kube-api-access-[a-z0-9]{5}$/;

/**
 * Tells a capture of the test API server as one of prod-eu-1 at `at`: times, address, UIDs and generated names, and nothing
 * else. What was so in the real run stays so: order, ages among each other, who owns whom.
 */
export const retell = (snapshot: Snapshot, run: Run, { at, namesKnown }: Captured): Snapshot => {
  const items = itemsOf(snapshot);
  learnNames(items, namesKnown);
  const calendar = new Calendar(items, run, namesKnown);
  const realStart = Date.parse(snapshot.meta.capturedAt);
  const told = Date.parse(at);
  const inRun = (time: number): boolean =>
    time >= run.started - 60 * seconds && time <= Date.parse(snapshot.meta.capturedUntil) + 60 * seconds;
  const replaceTimes = (text: string, tell: (real: number) => number): string =>
    text.replaceAll(timePattern, found => (inRun(Date.parse(found)) ? iso(tell(Date.parse(found))) : found));
  const replaceNames = (text: string): string =>
    namesKnown.names.get(text) ?? namesKnown.uids.get(text) ?? text.replaceAll(run.serverUrl, toldServer);
  const captureTime = (real: number): number => told + (real - realStart);
  const ofCapture: Turn = text => replaceNames(replaceTimes(text, captureTime));

  const tellObject = (item: Item): KubeObject => {
    const podName = namesKnown.names.get(item.object.metadata.name) ?? item.object.metadata.name;
    return mapTexts(item.object, (text, key) => {
      if (key === 'creationTimestamp' && text === item.object.metadata.creationTimestamp) return iso(calendar.born(item));
      if (key === 'lastHeartbeatTime') return iso(told - 140 * seconds);
      if (projectedToken.test(text)) return `kube-api-access-${suffixOf(`token/${podName}`)}`;
      return replaceNames(replaceTimes(text, real => calendar.at(item, real)));
    }) as KubeObject;
  };

  const keys = new Map(
    items.map(item => {
      const [resource = '', ...group] = item.name.split('.');
      const { namespace, name } = item.object.metadata;
      const key = (own: string) => objectKey(group.join('.'), resource, namespace, own);
      return [key(name), { key: key(namesKnown.names.get(name) ?? name), item }];
    }),
  );
  const tellFact = <T extends { readonly object: string; readonly detail?: string | undefined }>(fact: T): T => {
    const known = keys.get(fact.object);
    if (known === undefined) return fact;
    const detail = fact.detail === undefined ? {} : { detail: replaceTimes(fact.detail, real => calendar.at(known.item, real)) };
    return { ...fact, object: known.key, ...detail };
  };

  const meta = mapTexts(snapshot.meta, ofCapture) as Snapshot['meta'];
  return {
    meta: { ...meta, name: 'prod-eu-1', context: { source: '/home/anna/.kube/config', name: 'prod-eu-1' }, server: toldServer },
    types: snapshot.types,
    coverage: mapTexts(snapshot.coverage, ofCapture) as Snapshot['coverage'],
    facts: snapshot.facts.map(tellFact),
    redactions: snapshot.redactions.map(redaction => ({
      ...redaction,
      object: keys.get(redaction.object)?.key ?? redaction.object,
    })),
    objects: new Map([...snapshot.objects].map(([name, objects]) => [name, objects.map(object => tellObject({ name, object }))])),
  };
};
