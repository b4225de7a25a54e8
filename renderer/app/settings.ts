import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { defaultSettings, type Settings, type SettingsChange } from '#contract/settings';
import { toast } from '#renderer/ui/Toast.tsx';
import { showWish } from './appearance.ts';
import { callKey, problemOf, useCall, useCommand } from './client/query.ts';
import { setSingleKeys } from './keys.ts';

/** The settings; the usual ones until they are read, and where they cannot be. */
export const useSettings = (): Settings => useCall('settings.get', {}).data?.settings ?? defaultSettings;

/** Changes some of them: shown at once, taken back with a word where they could not be kept. */
export const useChangeSettings = (): ((change: SettingsChange) => void) => {
  const queries = useQueryClient();
  const update = useCommand('settings.update');
  return change =>
    update.mutate(change, {
      onSuccess: reply => queries.setQueryData(callKey('settings.get', {}), reply),
      onError: error => toast(problemOf(error).what, problemOf(error).todo, 'alert'),
    });
};

/** What the settings say of this window's look and keys, in every window: `settings.changed` renews the query. */
export const SettingsApplied = (): null => {
  const reply = useCall('settings.get', {}).data;
  const theme = reply?.settings.theme;
  const density = reply?.settings.density;
  const single = reply?.settings.singleKeys;
  useEffect(() => {
    if (theme !== undefined && density !== undefined) showWish({ theme, density });
  }, [theme, density]);
  useEffect(() => {
    if (single !== undefined) setSingleKeys(single);
  }, [single]);
  return null;
};
