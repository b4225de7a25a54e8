import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { KubeRequest } from '#core/ports';

/** The one `Accept` under which a server may answer about Secrets: a table, and nothing to fall back to. */
export const secretsAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/**
 * Invariant 7: what may be sent to a cluster at all. Everything that is not listed here is refused before a byte leaves:
 * GET of discovery, lists and single objects (Secrets as a Table alone), POST of reviews of one's own rights, PATCH with
 * `dryRun=All` of anything but Secrets. Watches, logs, exec, attach, port-forward and proxies (but a kubelet's configz)
 * have no way through. Paths are judged as the server will decode them.
 */
export function checkAllowed(request: KubeRequest, readOnly: boolean): Result<undefined, Problem> {
  const reason = refusal(request, readOnly);
  if (reason === null) return ok(undefined);
  const code = reason === readOnlyReason ? 'read-only' : 'method-not-allowed';
  return fail(
    problem(code, {
      what: `The request ${describe(request)} was not sent: ${reason}.`,
      why: 'Plumbline’s transport lets only reads, reviews of own rights and dry-run patches pass.',
    }),
  );
}

const readOnlyReason = 'read-only mode refuses dry-run patches too';

function refusal(request: KubeRequest, readOnly: boolean): string | null {
  const segments = decodePath(request.path);
  if (segments === null) return 'its path is not a plain API path';
  if (request.accept !== undefined && !/^[\x20-\x7e]{1,1000}$/.test(request.accept)) return 'its Accept header is malformed';
  if (request.method === 'GET') return getRefusal(request, segments);
  if (request.method === 'POST') return postRefusal(request, segments);
  if (request.method === 'PATCH') return patchRefusal(request, segments, readOnly);
  return 'its method is not allowed';
}

/** The path's parts as the server decodes them; null for anything that two readers could understand differently. */
function decodePath(path: string): readonly string[] | null {
  if (!/^(?:\/(?:[A-Za-z0-9._~:@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)+$/.test(path)) return null;
  const segments: string[] = [];
  for (const part of path.slice(1).split('/')) {
    const decoded = decodeSegment(part);
    if (decoded === null || decoded === '.' || decoded === '..' || /[/\\\u0000-\u001f\u007f%?#]/.test(decoded)) return null;
    segments.push(decoded);
  }
  return segments;
}

function decodeSegment(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** An API path taken apart. Discovery has no resource; `rest` is what follows `…/resource/name`. */
interface ApiPath {
  readonly group: string;
  readonly resource: string | null;
  readonly name: string | null;
  readonly rest: readonly string[];
}

const word = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

function apiPath(segments: readonly string[]): ApiPath | null {
  const [root, ...tail] = segments;
  if (root === 'api') return afterVersion('', tail);
  if (root !== 'apis') return null;
  const [group, ...versioned] = tail;
  if (group === undefined) return { group: '', resource: null, name: null, rest: [] };
  return word.test(group) ? afterVersion(group, versioned) : null;
}

function afterVersion(group: string, segments: readonly string[]): ApiPath | null {
  const [version, ...tail] = segments;
  if (version !== undefined && !word.test(version)) return null;
  const namespaced = tail[0] === 'namespaces' && tail.length >= 3;
  const [resource, name, ...rest] = namespaced ? tail.slice(2) : tail;
  if (resource !== undefined && (!word.test(resource) || oldPrefixes.has(resource))) return null;
  return { group, resource: resource ?? null, name: name ?? null, rest };
}

// `/api/v1/watch/…` and `/api/v1/proxy/…` are the first API's verbs in the place of a resource.
const oldPrefixes = new Set(['watch', 'proxy']);

const isSecret = (path: ApiPath): boolean => path.group === '' && path.resource === 'secrets';

/** Whether the answer will be about Secrets, so that anything but a Table must be thrown away. */
export function asksForSecrets(request: KubeRequest): boolean {
  const path = apiPath(decodePath(request.path) ?? []);
  return path !== null && isSecret(path);
}

const readQueries = new Set([
  'limit',
  'continue',
  'labelSelector',
  'fieldSelector',
  'resourceVersion',
  'resourceVersionMatch',
  'timeoutSeconds',
  'includeObject',
]);
const readSubresources = new Set(['status', 'scale']);

function getRefusal(request: KubeRequest, segments: readonly string[]): string | null {
  if (request.body !== undefined) return 'a read has no body';
  const odd = Object.keys(request.query ?? {}).find(key => !readQueries.has(key));
  if (odd !== undefined) return `the query parameter “${odd.slice(0, 40)}” is not allowed`;
  if (segments.length === 1 && segments[0] === 'version') return null;
  const path = apiPath(segments);
  if (path === null) return 'its path is none of discovery, a list or an object';
  if (isConfigz(path)) return Object.keys(request.query ?? {}).length === 0 ? null : 'configz takes no query';
  if (path.rest.length > 1 || (path.rest[0] !== undefined && !readSubresources.has(path.rest[0])))
    return `the subresource “${path.rest.join('/').slice(0, 80)}” is not allowed`;
  return isSecret(path) ? secretRefusal(request, path) : null;
}

/** A node's name alone: with a port or scheme the path would lead elsewhere. */
const isConfigz = (path: ApiPath): boolean =>
  path.group === '' &&
  path.resource === 'nodes' &&
  path.name !== null &&
  word.test(path.name) &&
  path.rest.length === 2 &&
  path.rest[0] === 'proxy' &&
  path.rest[1] === 'configz';

function secretRefusal(request: KubeRequest, path: ApiPath): string | null {
  if (path.rest.length > 0) return 'Secrets have no subresource';
  if (request.accept !== secretsAccept) return 'Secrets are asked for as a Table alone';
  const include = request.query?.['includeObject'];
  return include === undefined || include === 'Metadata' || include === 'None'
    ? null
    : 'a Table of Secrets may not include the objects';
}

const reviewPath =
  /^apis\/(?:authorization\.k8s\.io\/v1(?:beta1)?\/selfsubject(?:access|rules)reviews|authentication\.k8s\.io\/v1(?:alpha1|beta1)?\/selfsubjectreviews)$/;

function postRefusal(request: KubeRequest, segments: readonly string[]): string | null {
  if (!reviewPath.test(segments.join('/'))) return 'only reviews of one’s own rights may be posted';
  return Object.keys(request.query ?? {}).length === 0 ? null : 'a review takes no query';
}

const patchQueries = new Set(['dryRun', 'fieldManager', 'fieldValidation', 'force']);
const patchTypes = new Set([
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
]);

function patchRefusal(request: KubeRequest, segments: readonly string[], readOnly: boolean): string | null {
  if (readOnly) return readOnlyReason;
  if (request.query?.['dryRun'] !== 'All') return 'a patch is sent only with dryRun=All';
  const odd = Object.keys(request.query).find(key => !patchQueries.has(key));
  if (odd !== undefined) return `the query parameter “${odd.slice(0, 40)}” is not allowed`;
  if (request.contentType === undefined || !patchTypes.has(request.contentType)) return 'its content type is no patch';
  const path = apiPath(segments);
  if (path === null || path.resource === null || path.name === null || path.rest.length > 0) return 'a patch is for one object';
  return isSecret(path) ? 'Secrets are never patched' : null;
}

const describe = (request: KubeRequest): string =>
  `${request.method} ${request.path.replace(/[^\x21-\x7e]/g, '?').slice(0, 200)}`;
