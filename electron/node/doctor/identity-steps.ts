import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '#contract/json';
import { problem, type Problem } from '#contract/problem';
import type { KubeConnection, KubeResponse } from '#core/ports';
import { failed, passed, type Outcome } from './outcome.ts';

/** SelfSubjectReview: since 1.28 in v1, before that in betas that may be off. */
export async function authenticate(connection: KubeConnection, signal?: AbortSignal): Promise<Outcome> {
  for (const version of ['v1', 'v1beta1', 'v1alpha1']) {
    const body = { apiVersion: `authentication.k8s.io/${version}`, kind: 'SelfSubjectReview' };
    const answer = await connection.request(
      { method: 'POST', path: `/apis/authentication.k8s.io/${version}/selfsubjectreviews`, body },
      signal,
    );
    if (!answer.ok) return failed(answer.error);
    if (answer.value.status === 404) continue;
    const user = at(parse(answer.value), 'status', 'userInfo');
    if (answer.value.status === 201 && isJsonObject(user)) return passed(describeUser(user));
    if (answer.value.status === 403)
      return passed(`the server answers, but does not let you ask who you are (${serverMessage(answer.value)})`);
    return failed(unexpected('The review of who you are', answer.value));
  }
  return passed('the server accepts the credentials; it is too old to tell the user’s name');
}

function describeUser(user: JsonObject): string {
  const name = typeof user['username'] === 'string' ? user['username'] : '?';
  const groups = isJsonArray(user['groups']) ? user['groups'].filter(group => typeof group === 'string') : [];
  return `${name}${groups.length === 0 ? '' : `, in the groups ${groups.slice(0, 50).join(', ')}`}`;
}

/** Listing namespaces shows what a capture starts with; without it, the rules in one namespace tell whether anything can be read. */
export async function authorize(connection: KubeConnection, namespace: string | null, signal?: AbortSignal): Promise<Outcome> {
  const list = await connection.request({ method: 'GET', path: '/api/v1/namespaces', query: { limit: '1' } }, signal);
  if (!list.ok) return failed(list.error);
  if (list.value.status === 200) return passed('you may list namespaces');
  if (list.value.status !== 403) return failed(unexpected('The list of namespaces', list.value));
  const place = namespace ?? 'default';
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: place } };
  const review = await connection.request(
    { method: 'POST', path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', body },
    signal,
  );
  if (!review.ok) return failed(review.error);
  const readable = review.value.status === 201 ? readableResources(at(parse(review.value), 'status', 'resourceRules')) : [];
  if (readable.length > 0)
    return passed(
      `you may not list namespaces; in the namespace ${place} you may list ${readable.slice(0, 30).join(', ')}${readable.length > 30 ? ' …' : ''}`,
    );
  return failed(
    problem('forbidden', {
      what: `You may neither list namespaces nor list anything in the namespace ${place}.`,
      why: 'No role gives you the verb list there.',
      detail: serverMessage(list.value),
    }),
  );
}

function readableResources(rules: JsonValue | undefined): string[] {
  if (!isJsonArray(rules)) return [];
  const found = new Set<string>();
  for (const rule of rules) {
    if (!isJsonObject(rule) || !strings(rule['verbs']).some(verb => verb === 'list' || verb === '*')) continue;
    for (const resource of strings(rule['resources'])) found.add(resource === '*' ? 'everything' : resource);
  }
  return [...found].toSorted();
}

const strings = (value: JsonValue | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter(item => typeof item === 'string') : [];

function parse(response: KubeResponse): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(response.text);
    return value as JsonValue;
  } catch {
    return undefined;
  }
}

const at = (value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined =>
  path.reduce<JsonValue | undefined>((here, field) => (isJsonObject(here) ? here[field] : undefined), value);

function serverMessage(response: KubeResponse): string {
  const body = parse(response);
  const message = isJsonObject(body) ? body['message'] : undefined;
  return typeof message === 'string' ? message.slice(0, 500) : `status ${response.status}`;
}

const unexpected = (what: string, response: KubeResponse): Problem =>
  problem(response.status >= 500 ? 'server-error' : response.status === 429 ? 'throttled' : 'response-invalid', {
    what: `${what} was answered with status ${response.status}.`,
    why: 'The API server gives another answer.',
    detail: serverMessage(response),
  });
