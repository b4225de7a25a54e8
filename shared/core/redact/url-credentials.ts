import type { CredentialMatch } from './credential-match.ts';
import { isReference } from './secret-names.ts';

const databases =
  /^(?:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqps?|nats|kafka|clickhouse|sqlserver|mssql|cockroachdb|ldaps?|smtps?|jdbc)(?:[+:]|$)/i;

/** Userinfo is at most so long; what is longer is no URL that a person wrote. */
const maxUserinfo = 4096;

/**
 * `scheme://user:password@host`: the password, and the user too where it looks like a token (some services put it there).
 * By hand, one walk: a pattern would try each `://` up to the end of the text.
 */
export const findUrlCredentials = (text: string, limit: number): readonly CredentialMatch[] => {
  const found: CredentialMatch[] = [];
  for (let at = text.indexOf('://'); at >= 0 && found.length <= limit; at = text.indexOf('://', at + 3)) {
    const from = at + 3;
    const userEnd = endOfUserinfo(text, from);
    if (userEnd <= from) continue;
    found.push(...userinfo(text, from, userEnd, schemeBefore(text, at)));
  }
  return found;
};

/** Index of the last `@` before the host ends, or -1. */
const endOfUserinfo = (text: string, from: number): number => {
  let end = -1;
  for (let at = from; at < text.length && at < from + maxUserinfo; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 64) end = at;
    // Space and control, " ' / < > ? \ `: the authority ends here. `#` may stand in a password that nobody encoded.
    else if (
      code <= 32 ||
      code === 34 ||
      code === 39 ||
      code === 47 ||
      code === 60 ||
      code === 62 ||
      code === 63 ||
      code === 92 ||
      code === 96
    )
      break;
  }
  return end;
};

const schemeBefore = (text: string, at: number): string =>
  /[A-Za-z][A-Za-z0-9+.:-]{0,31}$/.exec(text.slice(Math.max(0, at - 32), at))?.[0] ?? '';

const userinfo = (text: string, from: number, end: number, scheme: string): readonly CredentialMatch[] => {
  const colon = text.indexOf(':', from);
  const userEnd = colon >= 0 && colon < end ? colon : end;
  const user = text.slice(from, userEnd);
  const password = text.slice(userEnd + 1, end);
  const kind = databases.test(scheme) ? 'connection-string' : 'url-password';
  const found: CredentialMatch[] = [];
  if (!isPlainUser(user)) found.push({ start: from, end: userEnd, class: kind });
  if (password !== '' && userEnd < end && !isTemplated(password)) found.push({ start: userEnd + 1, end, class: kind });
  return found;
};

const isPlainUser = (user: string): boolean => user === '' || isTemplated(user) || /^[a-z][a-z._-]{0,24}\d{0,2}$/i.test(user);

/** `${VAR}` and its kin, printf verbs, stars, and what the redactor wrote itself. */
const isTemplated = (part: string): boolean =>
  isReference(part) || /^(?:%[sdvq]|\*+|x{3,}|«redacted(?: [0-9a-f]{32})?»)$/i.test(part);
