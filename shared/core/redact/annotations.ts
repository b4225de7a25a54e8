import { isCredentialName } from './credentials.ts';
import { isMark } from './marks.ts';
import type { Draft, Recording } from './recording.ts';
import { redactCredentialsIn, takeOut } from './recording.ts';
import { renameKey } from './rename-key.ts';
import { staysUnderName, addNamedFacts } from './literals.ts';
import { wordsOf } from './secret-names.ts';

/** Annotations that hold a whole former object, Secrets with their values among them. */
const formerObject =
  /(?:^|\/)last-applied(?:-configuration|-config)?$|^objectset\.rio\.cattle\.io\/applied$|^kapp\.k14s\.io\/original$|-last-applied$/;

const speaksOfSecrets =
  /token|passw|passphrase|secret|credential|(?:^|[^a-z])key(?:s|[^a-z]|$)|(?:api|access|private|auth|ssh|signing|encryption)key/;

/** Last words that make the value a name, a kind or a number of something secret. */
const describes = new Set([
  'name',
  'names',
  'ref',
  'namespace',
  'type',
  'algorithm',
  'size',
  'expiration',
  'seconds',
  'path',
  'file',
  'policy',
  'enabled',
  'rotation',
  'version',
  'encoding',
  'usages',
  'audience',
  'inject',
  'ttl',
]);

/** References to Secrets by name, needed to follow them. */
const references = new Set([
  'nginx.ingress.kubernetes.io/auth-secret',
  'nginx.ingress.kubernetes.io/auth-secret-type',
  'nginx.ingress.kubernetes.io/auth-tls-secret',
  'nginx.ingress.kubernetes.io/proxy-ssl-secret',
  'nginx.ingress.kubernetes.io/secure-verify-ca-secret',
  'ingress.kubernetes.io/auth-secret',
  'traefik.ingress.kubernetes.io/auth-secret',
  'haproxy.org/auth-secret',
]);

/** Looks like the name of something, not like a secret: words with at most a short number each. */
const isName = (value: string): boolean =>
  value.length <= 128 &&
  value.split(/[./:_-]/).every(part => /^(?:[a-z]{0,32}\d{0,4}|[A-Z]{1,8}\d{0,4}|[A-Z][a-z]{1,24})$/.test(part));

const judged = new Map<string, 'drop' | 'secret' | 'describes' | 'text'>();

const judge = (key: string): 'drop' | 'secret' | 'describes' | 'text' => {
  const known = judged.get(key);
  if (known !== undefined) return known;
  const name = key.slice(key.indexOf('/') + 1);
  const answer = formerObject.test(key)
    ? 'drop'
    : !speaksOfSecrets.test(name.toLowerCase())
      ? 'text'
      : references.has(key) || describes.has(wordsOf(name).at(-1) ?? '')
        ? 'describes'
        : 'secret';
  if (judged.size < 5000 && key.length <= 320) judged.set(key, answer);
  return answer;
};

/** Base64 of gzip: some tools keep whole objects so. */
const isPacked = (value: string): boolean => value.startsWith('H4sI') && value.length > 64;

/** JSON of a whole object. */
const isObjectText = (value: string): boolean =>
  value.startsWith('{') && value.includes('"apiVersion"') && value.includes('"kind"');

/** The annotations of any metadata, in place. The recording stands at the map. */
export const redactAnnotations = (recording: Recording, annotations: Draft): void => {
  for (const key of Object.keys(annotations)) {
    const value = annotations[key];
    if (typeof value !== 'string') continue;
    const judgement = judge(key);
    if (judgement === 'drop') {
      if (recording.keep.redactions) takeOut(recording, value, 'last-applied', key);
      delete annotations[key];
      continue;
    }
    if (value !== '' && !isMark(value)) annotations[key] = redactAnnotation(recording, key, value, judgement);
    if (isCredentialName(key)) renameKey(recording, annotations, key);
  }
};

const redactAnnotation = (
  recording: Recording,
  key: string,
  value: string,
  judgement: 'secret' | 'describes' | 'text',
): string => {
  if (judgement === 'secret' || (judgement === 'describes' && !isName(value))) {
    if (staysUnderName(value)) return value;
    addNamedFacts(recording, key, value, key);
    return takeOut(recording, value, 'annotation', key);
  }
  if (isObjectText(value)) return takeOut(recording, value, 'embedded-object', key);
  if (isPacked(value)) return takeOut(recording, value, 'packed', key);
  return redactCredentialsIn(recording, value, key);
};
