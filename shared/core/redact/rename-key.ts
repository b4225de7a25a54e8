import type { Draft, Recording } from './recording.ts';
import { takeOut } from './recording.ts';

/** A key that is a credential: its value stays under what the redactor calls the key. */
export const renameKey = (recording: Recording, object: Draft, key: string): void => {
  const value = object[key];
  delete object[key];
  // Recorded at the holder: the pointer must not spell the key. Earlier records of this object may, so they are renamed too.
  const name = takeOut(recording, key, 'key');
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  renamePaths(recording, key, name);
};

const renamePaths = (recording: Recording, key: string, name: string): void => {
  const spelled = key.replaceAll('~', '~0').replaceAll('/', '~1');
  for (const [at, fact] of recording.facts.entries())
    if (fact.path.includes(spelled)) recording.facts[at] = { ...fact, path: fact.path.replaceAll(spelled, name) };
  for (const [at, redaction] of recording.redactions.entries())
    if (redaction.path.includes(spelled))
      recording.redactions[at] = { ...redaction, path: redaction.path.replaceAll(spelled, name) };
};
