/**
 * Whether a name (of a field, variable, flag, annotation) says that its value is a credential. The last word decides:
 * `DB_PASSWORD` and `clientSecret` do, `PASSWORD_FILE`, `secretName` and `tokenTTL` do not.
 */
export const namesCredential = (name: string): boolean => {
  const known = seen.get(name);
  if (known !== undefined) return known;
  const answer = judge(name);
  // Names come from a cluster: the memory of them is bounded.
  if (seen.size < 20_000 && name.length <= 128) seen.set(name, answer);
  return answer;
};

const seen = new Map<string, boolean>();

/** `DB_PASSWORD`, `dbPassword`, `db-password`, `db.password`, `APIKey` → `db password`, `api key`. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .slice(-256)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '');

const always =
  /(?:password|passwd|passphrase|passcode|apikey|accesskey|secretkey|privatekey|authkey|apitoken|authtoken|accesstoken|clientsecret)s?\d{0,2}$/;
const single = new Set([
  'pass',
  'pwd',
  'secret',
  'secrets',
  'token',
  'tokens',
  'credential',
  'credentials',
  'creds',
  'dsn',
  'psk',
  'htpasswd',
  'jwt',
  'dockerconfigjson',
  'keytab',
]);
const beforeKey = new Set([
  'api',
  'access',
  'secret',
  'private',
  'auth',
  'encryption',
  'encrypt',
  'signing',
  'sign',
  'master',
  'account',
  'storage',
  'service',
  'license',
  'admin',
  'app',
  'ssh',
  'tls',
  'ssl',
  'client',
  'server',
  'session',
  'cookie',
  'shared',
  'deploy',
  'jwt',
  'hmac',
  'aes',
  'rsa',
  'root',
  'write',
  'ingest',
  'data',
]);

const judge = (name: string): boolean => {
  const words = [...wordsOf(name)];
  // `PASSWORD_2`: a number at the end counts, it does not name.
  while (words.length > 1 && /^\d{1,2}$/.test(words.at(-1) ?? '')) words.pop();
  const last = (words.at(-1) ?? '').replace(/\d{1,2}$/, '');
  if (always.test(last) || single.has(last)) return !isSearchPath(words);
  return (last === 'key' || last === 'keys') && beforeKey.has(words.at(-2) ?? '');
};

/** `PWD` and `OLDPWD` are the shell's folders; `existingSecret` and its kin name a Secret. */
const isSearchPath = (words: readonly string[]): boolean =>
  words.length === 1 ? words[0] === 'pwd' : words[0] === 'existing' && words.at(-1) === 'secret';

/** Values that carry nothing even under such a name: references, switches, paths, counts, placeholders to be filled in. */
export const carriesNoSecret = (value: string): boolean =>
  value.length < 4 ||
  isReference(value) ||
  /^(?:true|false|null|none|nil|undefined|yes|no|on|off|enabled|disabled|\*+|x+|-?\d{1,7}|\d+(?:\.\d+)?(?:ms|s|m|h|d)|%[sdv])$/i.test(
    value,
  ) ||
  /^(?:\.{0,2}|~)\/[\w./@+-]*$/.test(value) ||
  /^(?:file|https?):\/\/[^\s@]*$/.test(value) ||
  isIdentifier(value);

/** `$(VAR)`, `${VAR}`, `$VAR`, `{{ .Values.x }}`, `<password>`: the value stands elsewhere. */
export const isReference = (value: string): boolean =>
  /^\s*(?:\$\([\w.-]+\)|\$\{[^{}]*\}|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}|<[\w .-]+>|\[[\w .-]+\])\s*$/.test(value);

/** UUIDs, digests and public PEM: long and random-looking, and no secret. */
const isIdentifier = (value: string): boolean =>
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) ||
  /^(?:sha\d{1,3}|md5)[:-][A-Za-z0-9+/=]+$/.test(value) ||
  /^-----BEGIN (?:CERTIFICATE|PUBLIC KEY|CERTIFICATE REQUEST|X509 CRL)-----/.test(value);
