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

const tried =
  /connection refused|was refused|no route to host|cannot assign requested address|network is unreachable|getting credentials|failed to refresh|No valid id-token|exec: executable|exec plugin cannot support|Unable to connect to the server/i;
// Every other complaint of kubectl begins so; what it says when it connects does not.
const refused = /^error: |invalid configuration|^Error in configuration/im;
