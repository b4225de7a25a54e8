import type { Output } from '#contract/methods';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { Settings, SettingsChange, TableLayout } from '#contract/settings';
import type { Handlers } from '#core/core';
import type { Services, SettingsState } from '#core/services';
import type { SettingsFields } from '#core/settings/stored-settings';

type SettingsCalls =
  | 'settings.get'
  | 'settings.update'
  | 'settings.setCaBundle'
  | 'settings.clearCaBundle'
  | 'settings.restoreCaBundle'
  | 'settings.revokeExec';

const bundleLimit = 4 * 1024 * 1024;

const replyOf = (result: Result<SettingsState, Problem>): Result<Output<'settings.get'>, Problem> =>
  result.ok ? { ok: true, value: { ...result.value } } : result;

const layouts = (now: Settings['tables'], change: Readonly<Record<string, TableLayout | null>>): Record<string, TableLayout> =>
  Object.fromEntries(
    Object.entries({ ...now, ...change }).flatMap(([name, layout]) => (layout === null ? [] : [[name, layout] as const])),
  );

const fieldsOf = (now: Settings, { tables, ...plain }: SettingsChange): SettingsFields =>
  // Fields that the caller spelled out as undefined are absent.
  ({
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(tables === undefined ? {} : { tables: layouts(now.tables, tables) }),
  });

export const settingsHandlers = ({ settings, files }: Services): Pick<Handlers, SettingsCalls> => {
  /** What the last change of the certificates replaced. */
  let before: SettingsFields['caBundle'] = null;
  const putCaBundle = (caBundle: NonNullable<SettingsFields['caBundle']> | null): Result<Output<'settings.get'>, Problem> => {
    const replaced = settings.caBundle();
    const changed = settings.change(() => ({ caBundle }));
    if (changed.ok) before = replaced;
    return replyOf(changed);
  };
  return {
    'settings.get': async () => ({ ok: true, value: { ...settings.state() } }),
    'settings.update': async change => replyOf(settings.change(now => fieldsOf(now, change))),
    'settings.setCaBundle': async ({ upload }) => {
      const text = files.text(upload, bundleLimit);
      files.discard(upload);
      if (!text.ok) return text;
      const bundle = settings.describeCaBundle(text.value.name, text.value.text);
      return bundle.ok ? putCaBundle({ bundle: bundle.value, pem: text.value.text }) : bundle;
    },
    'settings.clearCaBundle': async () => putCaBundle(null),
    'settings.restoreCaBundle': async () => putCaBundle(before ?? null),
    'settings.revokeExec': async ({ hash }) =>
      replyOf(settings.change(now => ({ execTrust: now.execTrust.filter(entry => entry.hash !== hash) }))),
  };
};
