/**
 * `asked`: kubectl knew no credentials and prompted for a name, before it had looked at the TLS settings.
 * Otherwise: what kubectl's message means: it refused the configuration, or it got as far as running a plugin or connecting (the
 * generated servers are closed ports, so every usable context ends there).
 */
export function refusal(stderr: string): 'refused' | 'tried' | 'asked' {
  if (/^error: EOF\s*$|Please enter Username/.test(stderr)) return 'asked';
  if (tried.test(stderr)) return 'tried';
  if (refused.test(stderr)) return 'refused';
  throw new Error(`unknown answer of kubectl: ${stderr}`);
}

const tried = /connection refused|was refused|no route to host|cannot assign requested address|network is unreachable|getting credentials|failed to refresh|No valid id-token|exec: executable|exec plugin cannot support|Unable to connect to the server/i;
const refused =
  /invalid configuration|does not exist|no such file|unable to read|specifying a root certificates file with the insecure flag|no Auth Provider found|invalid apiVersion|Must provide|must be a URL or a host:port pair|first path segment|unsupported scheme|tls: |gcp|azure|unable to load root certificates|failed to find any PEM|username\/password or bearer token may be set|more than one|cannot be/i;
