import { isReadOnly } from '#contract/settings';
import type { LibraryReader, SettingsStore } from '#core/services';

/**
 * Whether the cluster that a call's input is about is read-only, by the snapshot that it names. The input was parsed by
 * nobody yet; what names no snapshot is under the setting for all.
 */
export const readOnlyFor =
  (library: Pick<LibraryReader, 'open'>, settings: Pick<SettingsStore, 'state'>) =>
  (input: unknown): boolean => {
    const now = settings.state().settings;
    const id: unknown = typeof input === 'object' && input !== null && 'snapshot' in input ? input.snapshot : undefined;
    const snapshot = typeof id === 'string' ? library.open(id) : undefined;
    return isReadOnly(now, snapshot?.ok === true ? snapshot.value.summary().meta.context : null);
  };
