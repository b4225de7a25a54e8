import { namesCredential } from '#core/redact/secret-names';

const mark = '«redacted»';
const shortestSecret = 8;

/** The values that a plugin is given under names of credentials: it may print its environment. */
export const secretsGiven = (env: readonly { readonly name: string; readonly value: string }[]): readonly string[] =>
  env.filter(({ name, value }) => value.length >= shortestSecret && namesCredential(name)).map(({ value }) => value);

const longWord = /[\w.+/=~-]{20,}/g;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const digitsOfToken = 5;

/** A long word with many digits; ids of requests and tenants, paths and host names stay readable. */
const looksLikeToken = (word: string): boolean =>
  word.replace(/\D+/g, '').length >= digitsOfToken && /[A-Za-z]/.test(word) && !uuid.test(word) && !/^~?\.{0,2}\//.test(word);

/**
 * A line that a plugin wrote for people, without the credentials that it was given and without words that look like the one
 * that it makes: here nothing around a word tells what it is. URLs stay, since logins are opened by them.
 */
export const withoutTokens = (line: string, secrets: readonly string[]): string => {
  const known = secrets.reduce((text, secret) => text.replaceAll(secret, mark), line);
  return known.replace(/\S+/g, part =>
    part.includes('://') ? part : part.replace(longWord, word => (looksLikeToken(word) ? mark : word)),
  );
};
