import type { Access } from '#contract/rbac';
import { field, listAt, textAt, textsAt } from '#kube/json-fields';
import type { DeniedRequest } from './denied-request.ts';
import { forbiddenRequests } from './forbidden-text.ts';

const denied = (user: string, groups: readonly string[] | null, access: Access, reason = ''): DeniedRequest => ({
  user,
  groups,
  access,
  grants: null,
  namespaceKnown: true,
  reason,
});

/** The `spec` of a SubjectAccessReview: user and groups count exactly as they stand there. */
const reviewRequest = (spec: unknown): DeniedRequest | undefined => {
  const user = textAt(spec, 'user') ?? '';
  const groups = textsAt(spec, 'groups');
  if (user === '' && groups.length === 0) return undefined;
  const resource = field(spec, 'resourceAttributes');
  if (resource !== undefined) {
    return denied(user, groups, {
      verb: textAt(resource, 'verb') ?? '',
      group: textAt(resource, 'group') ?? '',
      resource: textAt(resource, 'resource') ?? '',
      subresource: textAt(resource, 'subresource') ?? '',
      namespace: textAt(resource, 'namespace') ?? '',
      name: textAt(resource, 'name') ?? '',
    });
  }
  const url = field(spec, 'nonResourceAttributes');
  if (url === undefined) return undefined;
  return denied(user, groups, { verb: textAt(url, 'verb') ?? '', path: textAt(url, 'path') ?? '' });
};

const withoutQuery = (uri: string): string => uri.replace(/[?#].*$/s, '');

/** `fieldSelector=metadata.name=x` gives a list or watch a name; a POST of a new object has none, whatever its body says. */
const nameOf = (event: unknown, verb: string, subresource: string): string => {
  if (verb === 'create' && subresource === '') return '';
  const name = textAt(event, 'objectRef', 'name');
  if (name !== undefined) return name;
  const selected = /[?&]fieldSelector=metadata\.name(?:%3D|=)([^&,%]+)/i.exec(textAt(event, 'requestURI') ?? '');
  return selected?.[1] ?? '';
};

const eventAccess = (event: unknown): Access | undefined => {
  const verb = textAt(event, 'verb');
  if (verb === undefined) return undefined;
  const resource = textAt(event, 'objectRef', 'resource');
  const uri = textAt(event, 'requestURI');
  if (resource === undefined) return uri === undefined ? undefined : { verb, path: withoutQuery(uri) };
  const subresource = textAt(event, 'objectRef', 'subresource') ?? '';
  return {
    verb,
    group: textAt(event, 'objectRef', 'apiGroup') ?? '',
    resource,
    subresource,
    namespace: textAt(event, 'objectRef', 'namespace') ?? '',
    name: nameOf(event, verb, subresource),
  };
};

/**
 * An event of the audit log. What the answer says counts before what the event says of itself: where the impersonation was refused
 * the event names the request that was never looked at.
 */
const auditRequest = (event: unknown): readonly DeniedRequest[] => {
  const acting = field(event, 'impersonatedUser') === undefined ? 'user' : 'impersonatedUser';
  const told = forbiddenRequests(textAt(event, 'responseStatus', 'message') ?? '');
  const groupsOf = (user: string): readonly string[] | null => {
    const key = ['impersonatedUser', 'user'].find(key => textAt(event, key, 'username') === user);
    return key === undefined ? null : textsAt(event, key, 'groups');
  };
  if (told.length > 0) {
    const namespace = textAt(event, 'objectRef', 'namespace') ?? '';
    return told.map(request => ({
      ...request,
      groups: request.groups ?? groupsOf(request.user),
      ...(request.namespaceKnown || namespace === ''
        ? {}
        : { access: { ...request.access, namespace }, namespaceKnown: true as const }),
    }));
  }
  const user = textAt(event, acting, 'username');
  const access = eventAccess(event);
  if (user === undefined || access === undefined) return [];
  return [
    denied(user, textsAt(event, acting, 'groups'), access, textAt(event, 'annotations', 'authorization.k8s.io/reason') ?? ''),
  ];
};

const isReview = (kind: string | undefined): boolean => kind === 'SubjectAccessReview' || kind === 'LocalSubjectAccessReview';

/** A Status, an audit event, a SubjectAccessReview or its `spec`, or a list of them. */
export const requestsOfObject = (value: unknown): readonly DeniedRequest[] => {
  const kind = textAt(value, 'kind');
  if (kind === 'Status') return forbiddenRequests(textAt(value, 'message') ?? '');
  if (kind === 'Event' && field(value, 'verb') !== undefined) return auditRequest(value);
  if (kind === 'EventList' || kind === 'List') return listAt(value, 'items').flatMap(requestsOfObject);
  const review = reviewRequest(isReview(kind) ? field(value, 'spec') : value);
  return review === undefined ? [] : [review];
};
