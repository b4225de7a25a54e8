import { isCredentialName } from './credentials.ts';
import { awsMappings, settingsOf } from './config-settings.ts';
import { addNamedFacts, literalText } from './literals.ts';
import { isMark } from './marks.ts';
import { renameKey } from './rename-key.ts';
import { addSecretKey, keyName } from './managed-fields.ts';
import type { Draft, Recording } from './recording.ts';
import { addFact, isDraft, pointerAt, takeOut } from './recording.ts';
import { textOfBase64 } from './base64.ts';

const textOf = (value: unknown): string =>
  literalText(value) ?? (value === null || value === undefined ? '' : JSON.stringify(value));

/** Names of a map, once those that are credentials themselves are taken out of it. */
const safeKeys = (recording: Recording, map: Draft, field: string): readonly string[] => {
  recording.path.push(field);
  for (const key of Object.keys(map)) if (isCredentialName(key)) renameKey(recording, map, key);
  recording.path.pop();
  return Object.keys(map);
};

/** Values of a ConfigMap: facts first, then each goes; key names stay. */
export const redactConfigMap = (recording: Recording, object: Draft, namespace: string, name: string): void => {
  for (const field of ['data', 'binaryData']) {
    const map = object[field];
    if (!isDraft(map)) {
      if (map !== undefined && map !== null && !isMark(textOf(map)))
        object[field] = takeOut(recording, textOf(map), 'config-map', field);
      continue;
    }
    for (const key of safeKeys(recording, map, field)) {
      const value = textOf(map[key]);
      if (value === '' || isMark(value)) continue;
      if (field === 'data') deriveConfig(recording, namespace, name, key, value);
      else addNamedFacts(recording, key, value.length > 1_400_000 ? '' : (textOfBase64(value) ?? ''), field, key);
      map[key] = takeOut(recording, value, 'config-map', field, key);
    }
  }
};

const deriveConfig = (recording: Recording, namespace: string, name: string, key: string, value: string): void => {
  addNamedFacts(recording, key, value, 'data', key);
  const path = pointerAt(recording, 'data', key);
  const { facts } = recording.keep;
  if (facts.has('config-value'))
    for (const setting of settingsOf(name, key, value)) addFact(recording, path, 'config-value', setting, null);
  if (!facts.has('aws-auth') || namespace !== 'kube-system' || name !== 'aws-auth' || (key !== 'mapRoles' && key !== 'mapUsers'))
    return;
  for (const mapping of awsMappings(value)) addFact(recording, path, 'aws-auth', mapping.group, null, mapping.arn);
};

/**
 * A Secret keeps metadata, type and, as facts, the names of its keys: the same from a Table (without values) and from a
 * file (with them).
 */
export const redactSecret = (recording: Recording, object: Draft): void => {
  for (const field of ['data', 'stringData']) {
    const map = object[field];
    delete object[field];
    if (map === undefined || map === null) continue;
    if (!isDraft(map)) {
      takeOut(recording, textOf(map), 'secret', field);
      continue;
    }
    for (const [key, value] of Object.entries(map)) {
      const name = keyName(recording, key);
      const text = textOf(value);
      const plain = field === 'data' ? (textOfBase64(text) ?? text) : text;
      addSecretKey(recording, name, plain === '' ? null : recording.fingerprint(plain));
      takeOut(recording, plain, 'secret', field, name);
    }
  }
};
