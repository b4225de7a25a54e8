import type { Fact, FactKind, Redaction } from '#contract/fact';
import { redactedText } from '#contract/fact';
import type { ObjectKey } from '#contract/kube';
import type { CredentialMatch } from './credential-match.ts';
import { findCredentials } from './credentials.ts';
import { isMark, sizeBucket } from './marks.ts';

/** A parsed object while it is redacted in place: nobody else holds it yet. */
export type Draft = Record<string, unknown>;

export const isDraft = (value: unknown): value is Draft => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What of all that is found is recorded; values are taken out whatever it says. */
export interface Keep {
  readonly facts: ReadonlySet<FactKind>;
  readonly redactions: boolean;
}

/**
 * What was found in one object. `path` is the stack of keys down to where the walk stands: a pointer is only made where
 * something is recorded, since nearly nothing is.
 */
export interface Recording {
  readonly object: ObjectKey;
  readonly fingerprint: (value: string) => string | null;
  readonly path: (string | number)[];
  readonly facts: Fact[];
  readonly redactions: Redaction[];
  readonly keep: Keep;
  /** Names decide: off in CRD schemas and policy expressions, which speak of credentials and hold none. */
  named: boolean;
}

const escaped = (part: string | number): string =>
  typeof part === 'string' && (part.includes('/') || part.includes('~'))
    ? part.replaceAll('~', '~0').replaceAll('/', '~1')
    : String(part);

export const pointerAt = (recording: Recording, ...more: readonly (string | number)[]): string => {
  let pointer = '';
  for (const part of recording.path) pointer += `/${escaped(part)}`;
  for (const part of more) pointer += `/${escaped(part)}`;
  return pointer;
};

export const addFact = (
  recording: Recording,
  path: string,
  kind: FactKind,
  factClass: string,
  fingerprint: string | null,
  detail?: string,
): void => {
  if (!recording.keep.facts.has(kind)) return;
  recording.facts.push({
    object: recording.object,
    path,
    kind,
    class: factClass,
    fingerprint,
    ...(detail === undefined ? {} : { detail }),
  });
};

/** Records a value as taken out, and gives what stands in its place. */
export const takeOut = (
  recording: Recording,
  value: string,
  redactionClass: string,
  ...at: readonly (string | number)[]
): string => {
  const fingerprint = recording.fingerprint(value);
  if (recording.keep.redactions)
    recording.redactions.push({
      object: recording.object,
      path: pointerAt(recording, ...at),
      class: redactionClass,
      fingerprint,
      size: sizeBucket(value.length),
    });
  return redactedText(fingerprint);
};

/** Facts of the credentials that a value holds; how many there are. One form and value at one place is one fact. */
export const addCredentialFacts = (
  recording: Recording,
  value: string,
  matches: readonly CredentialMatch[],
  ...at: readonly (string | number)[]
): void => {
  if (matches.length === 0) return;
  const path = pointerAt(recording, ...at);
  const seen = new Set<string>();
  for (const match of matches) {
    const fingerprint = recording.fingerprint(value.slice(match.start, match.end));
    const identity = `${match.class} ${fingerprint ?? ''}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    addFact(recording, path, 'credential', match.class, fingerprint);
  }
};

/** Longer texts are taken out whole: scanning them has to end, and what was not scanned must not stay. */
export const maxScanned = 256 * 1024;

/** A text with the credentials in it replaced; the text itself where there are none. */
export const redactCredentialsIn = (recording: Recording, text: string, ...at: readonly (string | number)[]): string => {
  if (text.length > maxScanned) return takeOut(recording, text, 'oversize', ...at);
  const matches = findCredentials(text, recording);
  if (matches.length === 0 || isMark(text)) return text;
  addCredentialFacts(recording, text, matches, ...at);
  let redacted = '';
  let from = 0;
  for (const match of matches) {
    redacted += text.slice(from, match.start) + takeOut(recording, text.slice(match.start, match.end), match.class, ...at);
    from = match.end;
  }
  return redacted + text.slice(from);
};
