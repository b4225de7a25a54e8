import type { UserEntry } from '../kubeconfig/entries.ts';

export interface Impersonation {
  readonly as: string;
  readonly asUid: string;
  readonly asGroups: readonly string[];
  readonly asUserExtra: ReadonlyMap<string, readonly string[]>;
}

/** The flags replace what the kubeconfig says, each for itself, as in kubectl. Null: nobody is impersonated. */
export function impersonationOf(
  user: UserEntry | null,
  as: string | undefined,
  asGroups: readonly string[] | undefined,
): Impersonation | null {
  const name = as !== undefined && as !== '' ? as : (user?.as ?? '');
  if (name === '') return null;
  return {
    as: name,
    asUid: user?.asUid ?? '',
    asGroups: asGroups !== undefined && asGroups.length > 0 ? asGroups : (user?.asGroups ?? []),
    asUserExtra: user?.asUserExtra ?? new Map(),
  };
}

/** Headers whose values are lists go out as one header a value: the API server reads them so. */
export function impersonationHeaders(impersonation: Impersonation): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { 'impersonate-user': headerValue(impersonation.as) };
  if (impersonation.asUid !== '') headers['impersonate-uid'] = headerValue(impersonation.asUid);
  if (impersonation.asGroups.length > 0) headers['impersonate-group'] = impersonation.asGroups.map(headerValue);
  for (const [key, values] of impersonation.asUserExtra) {
    if (values.length > 0) headers[`impersonate-extra-${escapeKey(key)}`] = values.map(headerValue);
  }
  return headers;
}

// The server reads header bytes as UTF-8; undici writes them as Latin-1.
const headerValue = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** client-go's escaping: what is no token character becomes %XX; the server unescapes. */
const escapeKey = (key: string): string =>
  [...Buffer.from(key, 'utf8')]
    .map(byte => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9!#$&'*+.^_`|~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

/** A name that cannot be in a header at all. */
export const unsendable = (impersonation: Impersonation): string | null =>
  [impersonation.as, impersonation.asUid, ...impersonation.asGroups, ...[...impersonation.asUserExtra.values()].flat()].find(
    value => /[\u0000-\u001f\u007f]/.test(value),
  ) ?? null;
