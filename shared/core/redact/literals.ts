import { findCredentials } from './credentials.ts';
import { isMark } from './marks.ts';
import type { Draft, Recording } from './recording.ts';
import { addCredentialFacts, addFact, isDraft, maxScanned, pointerAt, takeOut } from './recording.ts';
import { carriesNoSecret, isReference, namesCredential } from './secret-names.ts';

/** The text of a value that a file may have left unquoted: `value: 12345678` is as much a password as a string. */
export const literalText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** Facts about a value that has a name: what it holds, or else what its name says. */
export const addNamedFacts = (recording: Recording, name: string, value: string, ...at: readonly (string | number)[]): void => {
  const matches = findCredentials(value.length > maxScanned ? value.slice(0, maxScanned) : value);
  if (matches.length > 0) addCredentialFacts(recording, value, matches, ...at);
  else if (namesCredential(name) && !carriesNoSecret(value))
    addFact(recording, pointerAt(recording, ...at), 'credential', 'password', recording.fingerprint(value));
};

const nameOf = (item: Draft): string => (typeof item['name'] === 'string' ? item['name'] : '');

/** One `{name, value}` of `env`: the value goes, a reference to another variable stays. The recording stands at the item. */
export const redactEnv = (recording: Recording, item: Draft): void => {
  const text = literalText(item['value']);
  if (text === undefined || isMark(text)) return;
  const path = pointerAt(recording, 'value');
  if (text === '') return addFact(recording, path, 'env-literal', 'empty', null);
  if (isReferenceOnly(text)) return addFact(recording, path, 'env-literal', 'reference', null);
  addFact(recording, path, 'env-literal', 'literal', recording.fingerprint(text));
  addNamedFacts(recording, nameOf(item), text, 'value');
  item['value'] = takeOut(recording, text, 'env', 'value');
};

/** `$(A)`, `$(A):$(B)`: nothing but what the kubelet fills in. */
const isReferenceOnly = (text: string): boolean => /^(?:\$\([A-Za-z_][\w.-]{0,200}\)[\s:/,.@-]?)+$/.test(text);

const authorisation = /^(?:proxy-)?authorization$|^x-(?:api|auth)-/i;

/** One `{name, value}` of `httpHeaders`. */
export const redactHeader = (recording: Recording, item: Draft): void => {
  const text = literalText(item['value']);
  if (text === undefined || text === '' || isMark(text)) return;
  addNamedFacts(recording, authorisation.test(nameOf(item)) ? 'token' : nameOf(item), text, 'value');
  item['value'] = takeOut(recording, text, 'http-header', 'value');
};

/** A value under a name that says credential: it goes, unless it carries nothing whatever the name. */
export const staysUnderName = (text: string): boolean =>
  text === '' || isMark(text) || isReference(text) || /^(?:true|false|null|none)$/i.test(text);

export const redactNamed = (recording: Recording, name: string, text: string, ...at: readonly (string | number)[]): string => {
  if (staysUnderName(text)) return text;
  addNamedFacts(recording, name, text, ...at);
  return takeOut(recording, text, 'named-value', ...at);
};

/** Every string of a tree, whatever its keys: maps of headers. The recording stands at the tree. */
export const redactStrings = (recording: Recording, tree: Draft | unknown[], redactionClass: string): void => {
  for (const [key, value] of Object.entries(tree)) {
    const at = Array.isArray(tree) ? Number(key) : key;
    const text = literalText(value);
    if (text !== undefined && text !== '' && !isMark(text)) (tree as Draft)[key] = takeOut(recording, text, redactionClass, at);
    else if (Array.isArray(value) && value.every(item => typeof item === 'string')) {
      recording.path.push(at);
      redactStrings(recording, value, redactionClass);
      recording.path.pop();
    } else if (isDraft(value) || Array.isArray(value))
      (tree as Draft)[key] = takeOut(recording, JSON.stringify(value), redactionClass, at);
  }
};
