import type { ResourceType } from '#contract/kube';

export const groupPath = (type: ResourceType): string =>
  type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;

/** `/api/v1/pods`, `/apis/apps/v1/namespaces/shop/deployments`. */
export const listPath = (type: ResourceType, namespace: string | null): string =>
  namespace === null
    ? `${groupPath(type)}/${type.resource}`
    : `${groupPath(type)}/namespaces/${encodeURIComponent(namespace)}/${type.resource}`;

/**
 * Secrets are asked for as a Table and nothing else: with any other form appended, a server may answer with values. What
 * rows carry of an object is its metadata (`includeObject=Metadata`).
 */
export const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io';

export const isTableOnly = (type: ResourceType): boolean => type.group === '' && type.resource === 'secrets';

export const acceptOf = (type: ResourceType): string => (isTableOnly(type) ? tableAccept : 'application/json');

export const listQuery = (type: ResourceType, limit: number, token: string): Readonly<Record<string, string>> => ({
  limit: String(limit),
  ...(isTableOnly(type) ? { includeObject: 'Metadata' } : {}),
  ...(token === '' ? {} : { continue: token }),
});
