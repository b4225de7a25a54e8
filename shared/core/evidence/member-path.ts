import { groupOf, type KubeObject, nameInKey, resourceName, type ResourceName, versionOf } from '#contract/kube';

/** Kubelet configurations (configz), a resource of ours named by node: in a bundle they stand apart. */
export const nodeConfigName: ResourceName = 'kubeletconfigs.plumbline';

/** What most parts are: nothing to encode, and no folder's dots. */
const plain = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

const escapeByte = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/**
 * One part of a member's path: letters, digits, `.`, `_` and `-` as they are, all else percent-encoded as UTF-8, so that no
 * part holds a slash, stands for a folder above, or differs between file systems. `reserved` is what the plain text would be
 * mistaken for.
 */
const encodePart = (text: string, reserved: string): string => {
  if (text === '') return '%';
  if (plain.test(text) && text !== reserved) return text;
  if (text === reserved || text === '.' || text === '..') return escapeByte(text) + text.slice(1).replaceAll('.', '%2E');
  return encodeURIComponent(text.toWellFormed()).replaceAll(/[!'()*~]/g, escapeByte);
};

const decodePart = (part: string): string | undefined => {
  if (part === '%') return '';
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

const encodeGroup = (group: string): string => (group === '' ? 'core' : encodePart(group, 'core'));

/** Resource and group of `deployments.apps`: a plural holds no dot. */
export const splitResourceName = (name: ResourceName): { readonly resource: string; readonly group: string } => {
  const dot = name.indexOf('.');
  return dot < 0 ? { resource: name, group: '' } : { resource: name.slice(0, dot), group: name.slice(dot + 1) };
};

/** Where an object stands in a bundle: `objects/apps/v1/deployments/shop/api.json`, `node-config/node-1.json`. */
export const memberPath = (name: ResourceName, object: KubeObject): string => {
  const own = `${encodePart(nameInKey(object.metadata), '')}.json`;
  if (name === nodeConfigName) return `node-config/${own}`;
  const { resource, group } = splitResourceName(name);
  const { namespace } = object.metadata;
  const scope = namespace === undefined || namespace === '' ? '_cluster' : encodePart(namespace, '_cluster');
  return `objects/${encodeGroup(group)}/${encodePart(versionOf(object.apiVersion), '')}/${encodePart(resource, '')}/${scope}/${own}`;
};

/** Which resource's object stands at a path; undefined where no object does. */
export const resourceOfMember = (path: string): ResourceName | undefined => {
  if (/^node-config\/[^/]+\.json$/.test(path)) return nodeConfigName;
  const parts = /^objects\/([^/]+)\/[^/]+\/([^/]+)\/[^/]+\/[^/]+\.json$/.exec(path);
  if (parts === null) return undefined;
  const [, groupPart = '', resourcePart = ''] = parts;
  const group = groupPart === 'core' ? '' : decodePart(groupPart);
  const resource = decodePart(resourcePart);
  return group === undefined || resource === undefined ? undefined : resourceName(group, resource);
};

/** Whether an object stands under its own name: a file that was moved or renamed by hand does not. */
export const standsAt = (path: string, name: ResourceName, object: KubeObject): boolean =>
  memberPath(name, object) === path && (name === nodeConfigName || groupOf(object.apiVersion) === splitResourceName(name).group);
