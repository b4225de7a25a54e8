/** Where the rules' references lie (a test holds this list against the catalogue). Nothing else opens in a browser. */
const hosts: ReadonlySet<string> = new Set([
  'kubernetes.io',
  'www.cisecurity.org',
  'owasp.org',
  'media.defense.gov',
  'attack.mitre.org',
  'man7.org',
]);

/** An https address on exactly one of these hosts: no user, no other port. */
export const isKnownReference = (text: string): boolean => {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && hosts.has(url.host) && url.username === '' && url.password === '';
  } catch {
    return false;
  }
};
