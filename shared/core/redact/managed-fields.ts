import { redactedText } from '#contract/fact';
import type { FactKind } from '#contract/fact';
import type { Recording } from './recording.ts';
import { addFact, isDraft } from './recording.ts';
import { findCredentials, isCredentialName } from './credentials.ts';

/** Managers are named by whoever writes: bounded, and one that is a credential is told as such only. */
const managerName = (value: unknown): string => {
  const name = typeof value === 'string' ? value.slice(0, 128) : '';
  return findCredentials(name).length > 0 ? 'credential' : name;
};

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 64) : '');

/** Which map of which kind has keys whose managers rules ask for. */
export interface KeyedData {
  readonly fields: readonly string[];
  /** Key names are facts of their own: a Secret's, whose data never arrives. */
  readonly secret: boolean;
}

/** The kinds of facts that managedFields give. */
export const factsOfManagers: readonly FactKind[] = ['managers', 'key-manager', 'secret-key'];

/** Keys that are facts per object: more than this is hostile, and is cut. */
const maxKeys = 2000;

/**
 * Who writes the object, and which keys of its data: all that is kept of managedFields, which are up to half of a list's
 * bytes. Writers of `status` alone say nothing about who owns the object, so they are left out.
 */
export const deriveManagers = (recording: Recording, managedFields: unknown, keyed: KeyedData | undefined): void => {
  if (!Array.isArray(managedFields)) return;
  const seen = new Set<string>();
  for (const entry of managedFields.slice(0, 200) as readonly unknown[]) {
    if (!isDraft(entry)) continue;
    const manager = managerName(entry['manager']);
    if (manager === '') continue;
    if (keyed !== undefined) deriveKeys(recording, manager, entry['fieldsV1'], keyed);
    if (entry['subresource'] === 'status') continue;
    const detail = `${text(entry['operation'])} ${text(entry['time'])}`.trim();
    const identity = `${manager} ${detail}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    addFact(recording, '', 'managers', manager, null, detail);
  }
};

const deriveKeys = (recording: Recording, manager: string, fieldsV1: unknown, keyed: KeyedData): void => {
  if (!isDraft(fieldsV1)) return;
  for (const field of keyed.fields) {
    const owned = fieldsV1[`f:${field}`];
    if (!isDraft(owned)) continue;
    for (const key of Object.keys(owned).slice(0, maxKeys)) {
      if (!key.startsWith('f:')) continue;
      const name = keyName(recording, key.slice(2));
      const path = `/${field}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (keyed.secret) addSecretKey(recording, name, null);
      addFact(recording, path, 'key-manager', manager, null);
    }
  }
};

/** Two managers may own one key: it is one key all the same. */
export const addSecretKey = (recording: Recording, name: string, fingerprint: string | null): void => {
  const path = `/data/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (recording.facts.some(fact => fact.kind === 'secret-key' && fact.path === path)) return;
  addFact(recording, path, 'secret-key', name, fingerprint);
};

/** The name of a data key; one that is itself a credential is not told. */
export const keyName = (recording: Recording, key: string): string =>
  isCredentialName(key) ? redactedText(recording.fingerprint(key)) : key.slice(0, 253);
