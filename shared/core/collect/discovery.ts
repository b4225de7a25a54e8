import type { ResourceType } from '#contract/kube';
import { builtinResources } from '#kube/builtin-resources';
import type { Requester } from './requester.ts';
import { isRecord, listOf, textOf } from './json-fields.ts';

/** Aggregated discovery v2 (1.30), v2beta1 (1.26) and the plain form (always), in one header: the server takes what it knows. */
export const discoveryAccept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** What a server serves. `failed`: groups whose own server does not answer, and why. */
export interface Discovered {
  readonly types: readonly ResourceType[];
  readonly failed: readonly { readonly group: string; readonly version: string; readonly reason: string }[];
  /** False where nothing of discovery could be read and the built-in table stands in. */
  readonly fromServer: boolean;
}

interface Group {
  readonly name: string;
  /** Preferred first. */
  readonly versions: readonly string[];
}

interface Found {
  readonly types: ResourceType[];
  readonly failed: { group: string; version: string; reason: string }[];
  /** Groups of the plain form, whose resources are still to be asked for. */
  readonly groups: Group[];
}

/** Reads discovery. A request that fails is told in `failed`; who may read none of it gets the built-in table. */
export const discover = async (requester: Requester): Promise<Discovered> => {
  const roots = await Promise.all(['/api', '/apis'].map(path => requester.get({ path, accept: discoveryAccept })));
  const found: Found = { types: [], failed: [], groups: [] };
  for (const root of roots) {
    if (root.ok) readRoot(root.value.json, found);
  }
  await Promise.all(found.groups.map(group => readPlainGroup(requester, group, found)));
  if (roots.every(root => !root.ok)) return { types: builtinResources, failed: [], fromServer: false };
  // Half of discovery is missing: what is built in is tried all the same.
  const [core, named] = roots;
  if (core?.ok === false) found.types.push(...builtinResources.filter(type => type.group === ''));
  if (named?.ok === false) found.types.push(...builtinResources.filter(type => type.group !== ''));
  return { types: preferred(found.types), failed: found.failed, fromServer: true };
};

const readRoot = (json: unknown, found: Found): void => {
  if (!isRecord(json)) return;
  if (json['kind'] === 'APIGroupDiscoveryList') for (const group of listOf(json['items'])) readAggregated(group, found);
  else if (json['kind'] === 'APIVersions') found.groups.push({ name: '', versions: listOf(json['versions']).map(textOf) });
  else for (const group of listOf(json['groups'])) readPlainRoot(group, found);
};

/** One group of the aggregated form; versions stand preferred first, and one that is `Stale` may lack its resources. */
const readAggregated = (group: unknown, found: Found): void => {
  if (!isRecord(group) || !isRecord(group['metadata'])) return;
  const name = textOf(group['metadata']['name']);
  for (const entry of listOf(group['versions'])) {
    if (!isRecord(entry)) continue;
    const version = textOf(entry['version']);
    const resources = listOf(entry['resources']);
    if (resources.length === 0 && entry['freshness'] === 'Stale')
      found.failed.push({ group: name, version, reason: 'its server did not answer (discovery is stale)' });
    for (const resource of resources) {
      if (!isRecord(resource)) continue;
      const kind = isRecord(resource['responseKind']) ? textOf(resource['responseKind']['kind']) : '';
      add(found, {
        group: name,
        version,
        resource: textOf(resource['resource']),
        kind,
        namespaced: resource['scope'] === 'Namespaced',
        verbs: listOf(resource['verbs']).map(textOf),
      });
    }
  }
};

const readPlainRoot = (group: unknown, found: Found): void => {
  if (!isRecord(group)) return;
  const preferredVersion = isRecord(group['preferredVersion']) ? textOf(group['preferredVersion']['version']) : '';
  const versions = listOf(group['versions']).map(version => (isRecord(version) ? textOf(version['version']) : ''));
  found.groups.push({
    name: textOf(group['name']),
    versions: [...new Set([preferredVersion, ...versions])].filter(version => version !== ''),
  });
};

const readPlainGroup = async (requester: Requester, group: Group, found: Found): Promise<void> => {
  const lists = await Promise.all(
    group.versions.map(version =>
      requester.get({
        path: group.name === '' ? `/api/${version}` : `/apis/${group.name}/${version}`,
        accept: 'application/json',
      }),
    ),
  );
  for (const [at, version] of group.versions.entries()) {
    const list = lists[at];
    if (list === undefined) continue;
    if (!list.ok) {
      found.failed.push({ group: group.name, version, reason: list.error.reason });
      continue;
    }
    for (const resource of isRecord(list.value.json) ? listOf(list.value.json['resources']) : []) {
      if (!isRecord(resource)) continue;
      const { name, kind, namespaced, verbs } = resource;
      add(found, {
        group: group.name,
        version,
        resource: textOf(name),
        kind: textOf(kind),
        namespaced: namespaced === true,
        verbs: listOf(verbs).map(textOf),
      });
    }
  }
};

/** Names that may stand in a path as they are: a hostile server must not send us elsewhere. */
const plainName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** Subresources (`pods/log`) are no lists of their own. */
const add = (found: Found, type: ResourceType): void => {
  if (type.resource.includes('/') || type.kind === '' || found.types.length >= maxTypes) return;
  if (!plainName.test(type.resource) || !plainName.test(type.version) || (type.group !== '' && !plainName.test(type.group)))
    return;
  found.types.push(type);
};

const maxTypes = 20_000;

/** One version a resource: the first that was told, since servers tell the preferred one first. */
const preferred = (types: readonly ResourceType[]): readonly ResourceType[] => {
  const seen = new Set<string>();
  return types.filter(type => {
    const name = `${type.group}/${type.resource}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
};
