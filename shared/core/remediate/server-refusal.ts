import { isJsonObject } from '#contract/json';
import type { PatchCheck } from '#contract/patch';
import { redactText } from '#core/redact/text';

export type Refusal = NonNullable<PatchCheck['refusal']>;

export interface ServerRefusal {
  readonly refusal: Refusal;
  /** In words for people, the server's own message redacted. */
  readonly note: string;
}

interface Status {
  readonly reason: string;
  readonly message: string;
}

/** The authorizer’s own form; what a webhook says begins otherwise. */
const notAllowed = /^[^"\n]{0,200}"[^"\n]{0,300}" is forbidden: User "[^"\n]{0,500}" cannot (\w+) /;
const impersonation = /is forbidden: User "[^"\n]{0,500}" cannot impersonate /;

interface Form {
  readonly when: (status: number, answer: Status) => boolean;
  readonly refusal: Refusal;
  readonly say: string;
}

const says =
  (pattern: RegExp) =>
  (_status: number, { message }: Status): boolean =>
    pattern.test(message);

/** From the special to the general; the first that fits counts. */
const forms: readonly Form[] = [
  {
    when: says(/does not support dry run|dryRun is not supported|no side effects/i),
    refusal: 'unverifiable',
    say: 'An admission webhook takes no dry-run',
  },
  { when: says(/failed calling webhook/), refusal: 'unverifiable', say: 'The server could not reach an admission webhook' },
  { when: says(/admission webhook "[^"]*" denied the request/), refusal: 'admission', say: 'An admission webhook refuses it' },
  { when: says(/ValidatingAdmissionPolicy '[^']*'/), refusal: 'admission', say: 'An admission policy refuses it' },
  { when: says(/violates PodSecurity/), refusal: 'admission', say: 'Pod Security refuses it' },
  {
    when: says(/exceeded quota|LimitRange|maximum .{1,60} usage per/),
    refusal: 'admission',
    say: 'A quota or limit range refuses it',
  },
  {
    when: (status, { message }) => status === 403 && impersonation.test(message),
    refusal: 'rbac',
    say: 'You may not act as this user',
  },
  {
    when: (status, { message }) => status === 403 && (notAllowed.test(message) || message === ''),
    refusal: 'rbac',
    say: 'A dry-run needs the right to change the object, which you do not have',
  },
  { when: status => status === 403, refusal: 'admission', say: 'Admission refuses it' },
  { when: status => status === 401, refusal: 'rbac', say: 'The server does not accept these credentials' },
  { when: status => status === 404, refusal: 'conflict', say: 'The object is not there any more' },
  { when: status => status === 409, refusal: 'conflict', say: 'Somebody else owns or has changed these fields' },
  {
    when: status => status === 400 || status === 413 || status === 415 || status === 422,
    refusal: 'invalid',
    say: 'The server does not take the changed object',
  },
  {
    when: status => status === 429 || status === 503 || status === 504,
    refusal: 'unreachable',
    say: 'The server is too busy or not ready',
  },
];

/** Why the API server refused: told apart by status and by the forms that its authorizer and admission plugins write. */
export const serverRefusal = (status: number, body: string): ServerRefusal => {
  const answer = statusOf(body);
  const form = forms.find(({ when }) => when(status, answer));
  const message = redactText(answer.message === '' ? body : answer.message, { maxLength: 800 });
  const words = form?.say ?? 'The server failed';
  return { refusal: form?.refusal ?? 'unverifiable', note: `${words} (${status})${message === '' ? '.' : `: ${message}`}` };
};

const statusOf = (body: string): Status => {
  try {
    const value: unknown = JSON.parse(body);
    if (!isJsonObject(value)) return { reason: '', message: '' };
    const { reason, message } = value;
    return { reason: typeof reason === 'string' ? reason : '', message: typeof message === 'string' ? message : '' };
  } catch {
    return { reason: '', message: '' };
  }
};
