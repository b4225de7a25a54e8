import type { JsonObject, JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';

/** What a document of a file is. `other`: fine, but nothing that a cluster holds. `broken`: meant as an object, and is none. */
export type Classified =
  | { readonly is: 'object'; readonly raw: JsonObject; readonly apiVersion: string; readonly kind: string }
  | {
      readonly is: 'list';
      readonly items: readonly JsonValue[];
      readonly itemOf: { readonly apiVersion: string; readonly kind: string } | undefined;
    }
  | { readonly is: 'other'; readonly why: string }
  | { readonly is: 'broken'; readonly field: string; readonly why: string }
  | { readonly is: 'empty' };

export const classify = (value: JsonValue, file: string): Classified => {
  if (value === null) return { is: 'empty' };
  if (!isJsonObject(value))
    return { is: 'other', why: isJsonArray(value) ? 'a list, no Kubernetes object' : 'plain text, no Kubernetes object' };
  const { apiVersion, kind } = value;
  if (typeof apiVersion === 'string' && typeof kind === 'string' && apiVersion !== '' && kind !== '')
    return classifyKind(value, apiVersion, kind);
  const known = knownFile(value, file);
  if (known !== undefined) return { is: 'other', why: known };
  if (kind !== undefined && apiVersion === undefined && isJsonObject(value['metadata']))
    return { is: 'broken', field: 'apiVersion', why: 'It has a kind but no apiVersion.' };
  if (apiVersion !== undefined && kind === undefined && isJsonObject(value['metadata']))
    return { is: 'broken', field: 'kind', why: 'It has an apiVersion but no kind.' };
  return { is: 'other', why: 'it has no apiVersion and kind, so it is no Kubernetes object' };
};

const classifyKind = (value: JsonObject, apiVersion: string, kind: string): Classified => {
  if (kind.endsWith('List') && isJsonArray(value['items'])) {
    return {
      is: 'list',
      items: value['items'],
      itemOf: kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) },
    };
  }
  const config = configurationOf(apiVersion, kind);
  if (config !== undefined) return { is: 'other', why: config };
  const metadata = value['metadata'];
  const name = isJsonObject(metadata) ? metadata['name'] : undefined;
  if (typeof name === 'string' && name !== '') return { is: 'object', raw: value, apiVersion, kind };
  // A name that the server makes at creation: the prefix stands for it.
  const prefix = isJsonObject(metadata) ? metadata['generateName'] : undefined;
  if (isJsonObject(metadata) && typeof prefix === 'string' && prefix !== '')
    return { is: 'object', raw: { ...value, metadata: { ...metadata, name: prefix } }, apiVersion, kind };
  if (name !== undefined && name !== null)
    return {
      is: 'broken',
      field: 'metadata.name',
      why: `metadata.name of this ${kind} is a ${typeof name}, not text: quote it.`,
    };
  return { is: 'broken', field: 'metadata.name', why: `This ${kind} has no metadata.name.` };
};

/** Files with apiVersion and kind that are read by tools, never sent to an API server. */
const configurations: readonly { readonly group: RegExp; readonly kind: RegExp; readonly why: string }[] = [
  { group: /^kustomize\.config\.k8s\.io\//, kind: /^(?:Kustomization|Component)$/, why: 'a kustomization, built by kustomize' },
  { group: /^v1$/, kind: /^Config$/, why: 'a kubeconfig, not read as a manifest' },
  {
    group:
      /^(?:kubeadm\.k8s\.io|kubelet\.config\.k8s\.io|kubeproxy\.config\.k8s\.io|kubescheduler\.config\.k8s\.io|kubecontrollermanager\.config\.k8s\.io)\//,
    kind: /./,
    why: 'a configuration file of a Kubernetes component',
  },
  {
    group:
      /^(?:apiserver\.config\.k8s\.io|apiserver\.k8s\.io|pod-security\.admission\.config\.k8s\.io|eventratelimit\.admission\.k8s\.io)\//,
    kind: /./,
    why: 'a configuration file of the API server',
  },
  { group: /^audit\.k8s\.io\//, kind: /^Policy$/, why: 'an audit policy file of the API server' },
  { group: /^client\.authentication\.k8s\.io\//, kind: /./, why: 'a credential of an exec plugin, not read' },
  { group: /^kind\.x-k8s\.io\/|^k3d\.io\//, kind: /./, why: 'a configuration file of a local cluster' },
  { group: /^skaffold\//, kind: /./, why: 'a Skaffold configuration' },
  { group: /^builtin$/, kind: /Transformer$|Generator$/, why: 'a kustomize plugin configuration' },
  { group: /^krew\.googlecontainertools\.github\.com\//, kind: /./, why: 'a kubectl plugin description' },
  { group: /^backstage\.io\//, kind: /./, why: 'a Backstage catalogue file' },
];

const configurationOf = (apiVersion: string, kind: string): string | undefined =>
  configurations.find(entry => entry.group.test(apiVersion) && entry.kind.test(kind))?.why;

interface KnownFile {
  readonly name: RegExp;
  readonly has: (value: JsonObject) => boolean;
  readonly why: string;
}

const hasKeys =
  (...keys: readonly string[]) =>
  (value: JsonObject): boolean =>
    keys.every(key => Object.hasOwn(value, key));
const always = (): boolean => true;

/** Files without apiVersion and kind that stand beside manifests in real repositories. */
const knownFiles: readonly KnownFile[] = [
  { name: /(?:^|\/)kustomization\.ya?ml$/i, has: always, why: 'a kustomization, built by kustomize' },
  { name: /(?:^|\/)(?:chart\.ya?ml|chart\.lock|requirements\.ya?ml)$/i, has: always, why: 'part of a Helm chart' },
  { name: /(?:^|\/)values[^/]*\.(?:ya?ml|json)$/i, has: always, why: 'Helm values' },
  { name: /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/i, has: always, why: 'a Compose file' },
  { name: /(?:^|\/)\.github\//, has: always, why: 'a GitHub workflow or setting' },
  { name: /(?:^|\/)(?:\.gitlab-ci|\.travis|azure-pipelines|cloudbuild)[^/]*\.ya?ml$/i, has: always, why: 'a CI configuration' },
  { name: /(?:^|\/)(?:package(?:-lock)?|tsconfig[^/]*|composer)\.json$/, has: always, why: 'a project file of a program' },
  { name: /./, has: hasKeys('on', 'jobs'), why: 'a GitHub workflow' },
  { name: /./, has: hasKeys('true', 'jobs'), why: 'a GitHub workflow' },
  {
    name: /./,
    has: value =>
      isJsonObject(value['services']) &&
      (Object.hasOwn(value, 'version') || Object.hasOwn(value, 'volumes') || Object.hasOwn(value, 'networks')),
    why: 'a Compose file',
  },
  {
    name: /./,
    has: value => typeof value['openapi'] === 'string' || typeof value['swagger'] === 'string',
    why: 'an OpenAPI description',
  },
  { name: /./, has: value => typeof value['$schema'] === 'string', why: 'a JSON Schema or a file of one' },
];

const knownFile = (value: JsonObject, file: string): string | undefined =>
  knownFiles.find(entry => entry.name.test(file) && entry.has(value))?.why;
