import type { Access } from '#contract/rbac';
import type { DeniedRequest, RuleLists } from './denied-request.ts';
import { goQuoted, goQuotedList, goUnquoted } from './go-text.ts';

const rbac = 'rbac.authorization.k8s.io';

/** `pods "web" is forbidden: User …`: the name stands before; where the request carries none, there is none. */
const prefix = String.raw`(?:\b([a-z0-9.*/-]{1,253})(?: ${goQuoted})? is forbidden|forbidden): `;
const resourceText = new RegExp(
  String.raw`(?:${prefix})?User ${goQuoted} cannot ([^\s"]+) resource ${goQuoted} in API group ${goQuoted} (?:in the namespace ${goQuoted}|at the cluster scope)(?:: ([^\n]*))?`,
  'g',
);
const urlText = new RegExp(String.raw`User ${goQuoted} cannot ([^\s"]+) path ${goQuoted}(?:: ([^\n]*))?`, 'g');
const escalationText = new RegExp(
  String.raw`${prefix}user ${goQuoted} \(groups=\[((?:${goQuoted}| )*)\]\) is attempting to grant RBAC permissions not currently held:\n((?:\{[^\n]*\n?)+)`,
  'g',
);

/** The server replaces these three, so that its answer cannot be taken for a page. */
const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const plain = (quoted: string | undefined): string => unescaped(goUnquoted(quoted ?? ''));

const resourceRequest = (match: RegExpMatchArray): DeniedRequest => {
  const [, , name, user, verb, resource, group, namespace, reason] = match;
  const full = plain(resource);
  const slash = full.indexOf('/');
  const access: Access = {
    verb: unescaped(verb ?? ''),
    group: plain(group),
    resource: slash < 0 ? full : full.slice(0, slash),
    subresource: slash < 0 ? '' : full.slice(slash + 1),
    namespace: plain(namespace),
    // The name stands outside of what the server escapes.
    name: goUnquoted(name ?? ''),
  };
  return { user: plain(user), groups: null, access, grants: null, namespaceKnown: true, reason: reason ?? '' };
};

const urlRequest = (match: RegExpMatchArray): DeniedRequest => {
  const [, user, verb, path, reason] = match;
  return {
    user: plain(user),
    groups: null,
    access: { verb: unescaped(verb ?? ''), path: plain(path) },
    grants: null,
    namespaceKnown: true,
    reason: reason ?? '',
  };
};

const ruleField = (line: string, field: string): readonly string[] =>
  goQuotedList(new RegExp(String.raw`\b${field}:\[((?:${goQuoted}| )*)\]`).exec(line)?.[1] ?? '');

const ruleOf = (line: string): RuleLists => ({
  verbs: ruleField(line, 'Verbs'),
  apiGroups: ruleField(line, 'APIGroups'),
  resources: ruleField(line, 'Resources'),
  resourceNames: ruleField(line, 'ResourceNames'),
  nonResourceURLs: ruleField(line, 'NonResourceURLs'),
});

/** Roles are written by name, bindings too; the namespace is told nowhere, and of a binding's role not even the name. */
const escalationRequest = (match: RegExpMatchArray): DeniedRequest | undefined => {
  const [, target = '', name, user, groups, , lines] = match;
  const kind = target.split('.', 1)[0] ?? '';
  const isBinding = kind.endsWith('bindings');
  const resource = kind === 'clusterrolebindings' || kind === 'clusterroles' ? 'clusterroles' : 'roles';
  const grants = (lines ?? '').split('\n').filter(line => line.startsWith('{'));
  if (!['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'].includes(kind) || grants.length === 0) return undefined;
  return {
    user: goUnquoted(user ?? ''),
    groups: goQuotedList(groups ?? ''),
    access: {
      verb: isBinding ? 'bind' : 'escalate',
      group: rbac,
      resource,
      subresource: '',
      namespace: '',
      name: isBinding ? '' : goUnquoted(name ?? ''),
    },
    grants: grants.map(ruleOf),
    namespaceKnown: kind.startsWith('cluster'),
    reason: '',
  };
};

const inOrder = (found: readonly (readonly [number, DeniedRequest])[]): readonly DeniedRequest[] =>
  found.toSorted(([left], [right]) => left - right).map(([, request]) => request);

const requestsAsWritten = (text: string): readonly DeniedRequest[] =>
  inOrder([
    ...Array.from(text.matchAll(resourceText), match => [match.index, resourceRequest(match)] as const),
    ...Array.from(text.matchAll(urlText), match => [match.index, urlRequest(match)] as const),
    ...Array.from(text.matchAll(escalationText), match => [match.index, escalationRequest(match)] as const).flatMap(
      ([at, request]) => (request === undefined ? [] : [[at, request] as const]),
    ),
  ]);

/** A log that quotes the message again: one level of backslashes less. */
const oneLevelLess = (text: string): string =>
  text.replaceAll(/\\(u003[ce]|u0026|.)/gs, (_, sign: string) => {
    if (sign === 'n') return '\n';
    if (sign === 'u003c') return '<';
    if (sign === 'u003e') return '>';
    return sign === 'u0026' ? '&' : sign;
  });

/**
 * The refusals in a text: kubectl's, client-go's, an operator's log line, the body of an answer. Where the message was quoted again
 * by whoever logged it, quotes are taken off, at most thrice.
 */
export const forbiddenRequests = (text: string): readonly DeniedRequest[] => {
  let current = text.replaceAll('\r\n', '\n');
  for (let level = 0; level < 4; level++) {
    const found = requestsAsWritten(current);
    if (found.length > 0) return found;
    const less = oneLevelLess(current);
    if (less === current) return [];
    current = less;
  }
  return [];
};
