import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { readYaml } from '#core/manifests/read-yaml';
import type { DeniedRequest } from './denied-request.ts';
import { forbiddenRequests } from './forbidden-text.ts';
import { requestsOfObject } from './object-request.ts';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A whole text that is JSON, or JSON line by line as the audit log has it. */
const jsonRequests = (text: string): readonly DeniedRequest[] => {
  const whole = parsed(text);
  if (whole !== undefined) return Array.isArray(whole) ? whole.flatMap(requestsOfObject) : requestsOfObject(whole);
  return text
    .split('\n')
    .filter(line => line.trimStart().startsWith('{'))
    .flatMap(line => {
      const value = parsed(line);
      return value === undefined ? [] : requestsOfObject(value);
    });
};

const yamlRequests = (text: string): readonly DeniedRequest[] =>
  /^\s*(apiVersion|kind|spec|user|groups|resourceAttributes|nonResourceAttributes):/m.test(text)
    ? readYaml(text).flatMap(document => (document.value === undefined ? [] : requestsOfObject(document.value)))
    : [];

/** Refusals that no role lifts, and the words by which they are known. */
const otherRefusals: readonly (readonly [words: RegExp, why: string, todo: string])[] = [
  [
    /violates PodSecurity/,
    'Pod Security refused the pod, not the authorizer: no role changes that.',
    'Change the pod’s fields that the message names, or the namespace’s level.',
  ],
  [/exceeded quota/, 'A ResourceQuota is used up: no role changes that.', 'Raise the quota or free what uses it.'],
  [
    /admission webhook|ValidatingAdmissionPolicy/,
    'Admission refused the object, not the authorizer: no role changes that.',
    'Look at the policy or webhook that the message names.',
  ],
  [
    /must have cluster-admin privileges to use the aggregationRule/,
    'The message does not say who asked.',
    'Paste the audit event of the request.',
  ],
];

const unreadable = (text: string): Problem => {
  const other = otherRefusals.find(([words]) => words.test(text));
  return problem('filter-invalid', {
    what: 'No refused request was found in this text.',
    why: other?.[1] ?? 'It holds no “User … cannot …” of the API server, no audit event, and no SubjectAccessReview.',
    todo: other?.[2] ?? 'Paste the whole message, from “Error from server (Forbidden)” to its end.',
  });
};

/** Every request that a text tells was refused, in its order, each once. */
export const readRequests = (text: string): Result<readonly DeniedRequest[], Problem> => {
  const found = [jsonRequests, yamlRequests, forbiddenRequests].map(read => read(text)).find(requests => requests.length > 0);
  const complete = (found ?? []).filter(
    ({ access }) => access.verb !== '' && ('path' in access ? access.path : access.resource) !== '',
  );
  const unique = new Map(complete.map(request => [JSON.stringify([request.user, request.access, request.grants]), request]));
  return unique.size === 0 ? fail(unreadable(text)) : ok([...unique.values()]);
};
