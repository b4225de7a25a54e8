import { resolve } from 'node:path';
import { type DeepLink, parseDeepLink } from '#contract/deep-link';
import { methods } from '#contract/methods';
import { problem, type Problem } from '#contract/problem';

/** What one start of the app names, whichever way it came: first argv, a further start's argv, the system. */
export type Named =
  | { readonly kind: 'demo' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'link'; readonly link: DeepLink }
  | { readonly kind: 'refused'; readonly problem: Problem };

const mostArguments = 20;
const longestPath = 4096;

const refuse = (what: string, why: string): Named => ({
  kind: 'refused',
  problem: problem('usage', {
    what,
    why,
    todo: 'Name a bundle, --demo, or a link of the form plumbline://finding/<snapshot>/<finding>.',
  }),
});

/** A Windows drive is one letter; every longer scheme is a link of somebody. */
const isLink = (text: string): boolean => /^[a-z][a-z0-9+.-]+:/iu.test(text);

/** The one door for links from outside: its form, then the schema that the call behind it has. */
export const readLink = (text: string): Named => {
  const link = parseDeepLink(text);
  if (!link.ok) return { kind: 'refused', problem: link.error };
  const input = methods['findings.get'].input.safeParse(link.value);
  return input.success ? { kind: 'link', link: link.value } : refuse('A link was not opened.', 'It names no finding.');
};

const readOne = (text: string, folder: string): Named => {
  if (text === '--demo') return { kind: 'demo' };
  if (isLink(text)) return readLink(text);
  if (text.includes('\0') || text.length > longestPath)
    return refuse('A file was not opened.', 'Its name is longer than any file’s, or holds a NUL.');
  return { kind: 'file', path: resolve(folder, text) };
};

/**
 * Arguments that are ours, among Electron's own and Chromium's switches; paths count from where that start was made.
 * `skip`: how many words come before them (the executable; unpackaged, the app's folder too).
 */
export const readArguments = (
  argv: readonly string[],
  { folder, skip }: { readonly folder: string; readonly skip: number },
): readonly Named[] =>
  argv
    .slice(skip)
    .filter(text => text === '--demo' || (text !== '' && !text.startsWith('-')))
    .slice(0, mostArguments)
    .map(text => readOne(text, folder));

/** What the core opens by itself: files and the demo, as the command line has them. */
export const coreArguments = (named: readonly Named[]): readonly string[] =>
  named.flatMap(one => (one.kind === 'demo' ? ['--demo'] : one.kind === 'file' ? [one.path] : []));
