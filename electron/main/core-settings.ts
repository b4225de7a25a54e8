import { Settings } from '#contract/settings';
import type { CoreLink } from './core-link.ts';

/** What the shell needs of the settings, asked of the core, which keeps them. */
export const ShellSettings = Settings.pick({ theme: true, notifications: true });

let calls = 0;

/** A call of main's own; the core's answers are the contract's, so that a failed one is undefined here. */
export const askCore = async (core: CoreLink, name: string, input: unknown): Promise<unknown> => {
  calls += 1;
  const reply = (await core.call(name, input, `main:${calls}`)) as { readonly ok: boolean; readonly value?: unknown };
  return reply.ok ? reply.value : undefined;
};

/** Undefined where the core does not answer: then nothing changes. */
export const askSettings = async (core: CoreLink) => {
  const value = await askCore(core, 'settings.get', {});
  const parsed = ShellSettings.strip().safeParse((value as { readonly settings?: unknown } | undefined)?.settings ?? value);
  return parsed.success ? parsed.data : undefined;
};
