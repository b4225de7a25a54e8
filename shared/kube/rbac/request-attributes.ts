import type { Access, ResourceAccess, UrlAccess } from '#contract/rbac';
import { requiredValue } from './field-selector.ts';

const verbOfMethod: ReadonlyMap<string, string> = new Map([
  ['POST', 'create'],
  ['GET', 'get'],
  ['HEAD', 'get'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);

const namespaceSubresources: ReadonlySet<string> = new Set(['status', 'finalize']);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const queryValue = (query: string, key: string): string | undefined => {
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    if (decode(name.replaceAll('+', ' ')) === key) return decode(value.replaceAll('+', ' '));
  }
  return undefined;
};

const isTrue = (value: string | undefined): boolean => value !== undefined && value !== '0' && value.toLowerCase() !== 'false';

const isInteger = (value: string | undefined): boolean => value === undefined || /^[+-]?\d{1,19}$/.test(value);

/** The one name that a list is limited to by its field selector; '' for any other list. */
const selectedName = (query: string): string => {
  if (!isInteger(queryValue(query, 'limit')) || !isInteger(queryValue(query, 'timeoutSeconds'))) return '';
  const name = requiredValue(queryValue(query, 'fieldSelector') ?? '', 'metadata.name') ?? '';
  return name === '.' || name === '..' || /[/%]/.test(name) ? '' : name;
};

interface Placed {
  readonly namespace: string;
  readonly parts: readonly string[];
}

/** Requests for a namespace itself carry its name as their namespace: so a RoleBinding in it can grant them. */
const place = (parts: readonly string[]): Placed => {
  if (parts[0] !== 'namespaces' || parts[1] === undefined) return { namespace: '', parts };
  const own = parts[2] === undefined || namespaceSubresources.has(parts[2]);
  return { namespace: parts[1], parts: own ? parts : parts.slice(2) };
};

const withListVerb = (access: ResourceAccess, query: string): ResourceAccess => {
  if (access.name !== '') return access;
  if (access.verb === 'delete') return { ...access, verb: 'deletecollection' };
  if (access.verb !== 'get') return access;
  return { ...access, verb: isTrue(queryValue(query, 'watch')) ? 'watch' : 'list', name: selectedName(query) };
};

const resourceAccess = (method: string, group: string, all: readonly string[], query: string): Access | undefined => {
  const special = all[0] === 'watch' || all[0] === 'proxy' ? all[0] : undefined;
  if (special !== undefined && all.length < 2) return undefined;
  const { namespace, parts } = place(special === undefined ? all : all.slice(1));
  const [resource = '', name = '', subresource = ''] = parts;
  const access = {
    verb: special ?? verbOfMethod.get(method) ?? '',
    group,
    resource,
    subresource: special === 'proxy' ? '' : subresource,
    namespace,
    name,
  };
  return withListVerb(access, query);
};

/**
 * The attributes of an HTTP request as the API server's authorizers see them (apiserver's RequestInfo). `url` is the path with
 * its query; undefined for a watch or proxy of nothing, which the server refuses.
 */
export const requestAttributes = (method: string, url: string): Access | undefined => {
  const mark = url.indexOf('?');
  const [rawPath, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
  const path = decode(rawPath);
  const other: UrlAccess = { verb: method.toLowerCase(), path };
  const parts = path.replace(/^\/+|\/+$/g, '').split('/');
  if (parts.length < 3) return other;
  if (parts[0] === 'api') return resourceAccess(method, '', parts.slice(2), query);
  if (parts[0] !== 'apis' || parts.length < 4) return other;
  return resourceAccess(method, parts[1] ?? '', parts.slice(3), query);
};
