import { findCredentials } from './credentials.ts';
import { isReadableFlag } from './control-plane-flags.ts';
import { isMark } from './marks.ts';
import type { Recording } from './recording.ts';
import { addCredentialFacts, addFact, maxScanned, pointerAt, takeOut } from './recording.ts';
import { carriesNoSecret, isReference, namesCredential } from './secret-names.ts';

export interface Argv {
  /** The first word is the executable (`command`), not an argument of the image's own (`args`). */
  readonly startsWithExecutable: boolean;
  /** A component of the control plane: its known flags stay readable. */
  readonly component: boolean;
}

interface Flag {
  readonly name: string;
  readonly value: string | undefined;
}

/**
 * Redacts a command line in place: values go, flag names, switches, references and the executable stay. The recording
 * stands at the list.
 */
export const redactArgv = (recording: Recording, words: unknown[], argv: Argv): void => {
  let flagBefore: string | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const text = typeof word === 'number' ? String(word) : word;
    if (typeof text !== 'string') {
      if (typeof text === 'object' && text !== null) words[at] = takeOut(recording, '', 'argument', at);
      continue;
    }
    const awaited = flagBefore;
    flagBefore = undefined;
    if (carriesNothing(text) || (at === 0 && argv.startsWithExecutable && isExecutable(text))) continue;
    const flag = flagOf(text);
    if (flag === undefined) words[at] = redactWord(recording, argv, awaited, text, at);
    else if (flag.value === undefined) flagBefore = flag.name;
    else words[at] = `${flag.name}=${redactFlagValue(recording, argv, flag.name, flag.value, at)}`;
  }
};

const carriesNothing = (text: string): boolean =>
  text === '' || isMark(text) || isReference(text) || /^(?:true|false|--?)$/.test(text) || shortMark.test(text);

/** What `-pPASSWORD` becomes. */
const shortMark = /^-[A-Za-z]«redacted(?: [0-9a-f]{32})?»$/;

/** `sh`, `/usr/bin/python3`, `./server`: a name that people give to programs, not a word that could be a secret. */
const isExecutable = (text: string): boolean =>
  text.length <= 200 &&
  (/^[a-z][a-z._+-]{0,40}\d{0,2}(?:\.\d{1,2})?$/.test(text) || /^\.{0,2}(?:\/[A-Za-z_.][\w.+-]*){1,12}$/.test(text)) &&
  !/\d{5}/.test(text);

/**
 * `--name`, `--name=value`, `-x`, `-Dname=value`. Words that only start like a flag (`-pPASSWORD`, or base64 with its
 * padding) are none: their name would be the secret.
 */
const flagOf = (text: string): Flag | undefined => {
  if (!text.startsWith('-')) return undefined;
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const known = name.startsWith('--')
    ? /^--[A-Za-z][A-Za-z0-9]{0,30}(?:[._-][A-Za-z0-9]{1,30}){0,12}$/
    : equals < 0
      ? /^-[A-Za-z0-9]$/
      : /^-[A-Za-z]?[a-z]+(?:[._-][a-z]+)*$/;
  if (!known.test(name) || findCredentials(name).length > 0) return undefined;
  return { name, value: equals < 0 ? undefined : text.slice(equals + 1) };
};

const redactFlagValue = (recording: Recording, argv: Argv, name: string, value: string, at: number): string => {
  if (carriesNothing(value) || isReadable(argv, name, value)) return value;
  addValueFacts(recording, name, value, at);
  return takeOut(recording, value, 'argument', at);
};

const redactWord = (recording: Recording, argv: Argv, flag: string | undefined, text: string, at: number): string => {
  if (flag !== undefined && isReadable(argv, flag, text)) return text;
  addValueFacts(recording, flag, text, at);
  const attached = /^-[A-Za-z](?=.)/s.exec(text)?.[0];
  if (attached === undefined || text.startsWith('--')) return takeOut(recording, text, 'argument', at);
  return attached + takeOut(recording, text.slice(attached.length), 'argument', at);
};

const isReadable = (argv: Argv, flag: string, value: string): boolean =>
  argv.component && isReadableFlag(flag, value) && findCredentials(value).length === 0;

const addValueFacts = (recording: Recording, flag: string | undefined, value: string, at: number): void => {
  const matches = findCredentials(value.length > maxScanned ? value.slice(0, maxScanned) : value);
  if (matches.length > 0) addCredentialFacts(recording, value, matches, at);
  else if (flag !== undefined && namesCredential(flag) && !carriesNoSecret(value))
    addFact(recording, pointerAt(recording, at), 'credential', 'password', recording.fingerprint(value));
};
