import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

/** Chromium as Debian or a developer's machine has it; undefined with the one command that brings it. */
export const chromiumPath = (): { readonly path: string } | { readonly why: string } => {
  const found = [
    process.env['PLUMBLINE_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find(path => path !== undefined && existsSync(path));
  return found === undefined ? { why: 'no Chromium: apt-get install -y chromium, or set PLUMBLINE_CHROMIUM' } : { path: found };
};

/** What keeps Chromium quiet on a machine without a network, and lets it run as root in CI. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export const openBrowser = async (
  options: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number; readonly height?: number } = {},
): Promise<Browser> => {
  const found = chromiumPath();
  if ('why' in found) throw new Error(found.why);
  const profile = mkdtempSync(join(tmpdir(), 'plumbline-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: found.path,
    headless: true,
    chromiumSandbox: false,
    args: flags,
    acceptDownloads: true,
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.colorScheme ?? 'light',
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
};
