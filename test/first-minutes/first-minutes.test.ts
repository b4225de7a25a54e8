import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#build/paths';
import { findBinaries } from '../cluster/binaries.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { sharedCluster } from '../cluster/shared.ts';
import { violationsOf } from '../e2e/accessibility.ts';
import { missingFor, type OpenHost, openHost } from '../e2e/hosts.ts';
import { type ConnectProxy, startConnectProxy } from './connect-proxy.ts';

/**
 * A person's first five minutes: the app is started from a menu, so it lacks the PATH on which the cluster's login program
 * lies; the environment names a proxy that is gone; the cluster's CA is the company's own and not in the kubeconfig. The
 * doctor must name each, and each must be mended without a restart.
 */
const binaries = await findBinaries();
const missing = missingFor('desktop') ?? (binaries.found ? undefined : `no API server: ${binaries.command}`);
if (missing !== undefined && process.env['CI'] !== undefined) throw new Error(missing);

const pictures = join(root, process.env['PLUMBLINE_PICTURES'] === undefined ? 'test-results/pictures' : 'test/e2e/pictures');
const clusterName = 'api.corp.example';

const kubeconfig = (): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'corp-production',
    clusters: [
      {
        name: 'corp',
        cluster: { server: `https://${clusterName}:6443`, 'tls-server-name': 'kubernetes.default.svc' },
      },
    ],
    users: [
      {
        name: 'anna@corp.example',
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: 'corp-login',
            args: ['token', '--cluster', 'production'],
            interactiveMode: 'Never',
            installHint: 'corp-login comes with the developer tools; ask the platform team.',
          },
        },
      },
    ],
    contexts: [{ name: 'corp-production', context: { cluster: 'corp', user: 'anna@corp.example' } }],
  });

const loginProgram = (token: string): string =>
  `#!/bin/sh\ncat <<'END'\n${JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token },
  })}\nEND\n`;

describe.skipIf(missing !== undefined)(missing ?? 'the first five minutes', () => {
  let cluster: TestCluster;
  let proxy: ConnectProxy;
  let host: OpenHost;
  let page: Page;
  let profile: string;
  let tools: string;
  let shots = 0;

  /** What was said in passing would cover the page that is pictured. */
  const dismissToasts = async (): Promise<void> => {
    const close = page.locator('.ui-toast:not([data-ending-style]) .ui-toast-close');
    while ((await close.count()) > 0) await close.last().click();
    await page.locator('.ui-toast').first().waitFor({ state: 'detached' });
  };
  const picture = async (name: string): Promise<void> => {
    // Under a dialog they are out of reach, and were dismissed before it opened.
    if ((await page.locator('.ui-dialog').count()) === 0) await dismissToasts();
    mkdirSync(pictures, { recursive: true });
    shots += 1;
    writeFileSync(join(pictures, `first-${shots}-${name}.png`), await page.screenshot());
    expect(await violationsOf(page)).toEqual([]);
  };
  const ready = () => page.waitForFunction(() => document.documentElement.dataset['state'] === 'ready');
  const goTo = async (name: string): Promise<void> => {
    await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name: new RegExp(`^${name}`, 'u') })
      .click();
    await ready();
  };
  const step = (id: string): Locator => page.locator(`[data-step="${id}"]`);

  /** Runs the doctor on the corporate context and gives each step's result. */
  const doctor = async (): Promise<Readonly<Record<string, string>>> => {
    await dismissToasts();
    await goTo('Clusters');
    await page.getByRole('grid', { name: 'Contexts' }).getByRole('row').filter({ hasText: 'corp-production' }).click();
    await page.getByRole('button', { name: 'Check connection' }).click();
    await page.getByRole('button', { name: 'Copy as text' }).waitFor({ timeout: 60_000 });
    const steps = await page.locator('[data-step]').all();
    const results = await Promise.all(
      steps.map(async one => [await one.getAttribute('data-step'), await one.getAttribute('data-result')] as const),
    );
    return Object.fromEntries(results.map(([id, result]) => [id ?? '', result ?? '']));
  };
  const closeDoctor = () => page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();

  beforeAll(async () => {
    cluster = await sharedCluster();
    const url = new URL(cluster.url);
    proxy = await startConnectProxy({ host: url.hostname, port: Number(url.port) });
    host = await openHost('desktop', {
      kubeconfig: kubeconfig(),
      colorScheme: 'light',
      env: { TERM: 'dumb', SHELL: '/bin/sh', PATH: '/usr/bin:/bin', HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '' },
      prepare: home => {
        tools = join(home, 'developer-tools', 'bin');
        mkdirSync(tools, { recursive: true });
        writeFileSync(join(tools, 'corp-login'), loginProgram(cluster.tokens.admin));
        chmodSync(join(tools, 'corp-login'), 0o755);
        // A profile that ends the shell: what it would have set is not there.
        profile = join(home, '.profile');
        writeFileSync(profile, 'echo "please run the new setup" >&2\nexit 1\n');
        chmodSync(profile, 0o644);
      },
    });
    page = host.page;
  });
  afterAll(async () => {
    await host?.close();
    proxy?.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      mkdirSync(join(root, 'test-results/pictures'), { recursive: true });
      await page.screenshot({ path: join(root, 'test-results/pictures', `first-failed-${shots}.png`) });
    }
  });

  test('start, then the demo', async () => {
    await ready();
    await picture('start');
    await page.getByRole('button', { name: /Explore the demo/u }).click();
    await page.waitForURL(/\/s\/[^/]+\/findings/u, { timeout: 60_000 });
    await ready();
    await picture('demo');
  });

  test('the doctor names the profile, the login program and the proxy', async () => {
    expect(await doctor()).toMatchObject({ file: 'pass', environment: 'fail', plugin: 'fail', network: 'fail', tls: 'skip' });
    expect(await step('environment').textContent()).toMatch(
      /login shell \/bin\/sh could not be captured.*Correct the shell’s profile/su,
    );
    expect(await step('plugin').textContent()).toMatch(/“corp-login”.*was not found.*Looked for in.*ask the platform team/su);
    expect(await step('network').textContent()).toMatch(
      /proxy http:\/\/127\.0\.0\.1:9, named by HTTPS_PROXY.*Settings under Network/su,
    );
    expect(proxy.asked).toEqual([]);
    await picture('doctor-before');
  });

  test('the profile is mended and captured again, without a restart', async () => {
    await step('environment').getByRole('link', { name: 'Environment in Settings' }).click();
    await page.getByRole('heading', { name: 'Environment' }).waitFor();
    writeFileSync(profile, `PATH="$PATH:${tools}"\nexport PATH\n`);
    await page.getByRole('button', { name: 'Capture again' }).click();
    await page.getByText('Captured the environment').waitFor();
    await page.locator('.path-list').getByText(tools).waitFor();
    await page.locator('#settings-environment').scrollIntoViewIfNeeded();
    await picture('environment');
  });

  test('the right proxy is set, and the doctor comes as far as the certificate', async () => {
    await page.getByLabel('Proxy', { exact: true }).fill(proxy.url);
    await page.getByLabel('Proxy', { exact: true }).press('Enter');
    await page.getByText('In force:').filter({ hasText: 'the setting' }).waitFor();
    expect(await doctor()).toMatchObject({ environment: 'pass', plugin: 'pass', network: 'pass', proxy: 'pass', tls: 'fail' });
    expect(await step('tls').textContent()).toMatch(/is not trusted.*Settings under Network/su);
    expect(proxy.asked[0]).toBe(`${clusterName}:6443`);
    await picture('doctor-certificate');
  });

  test('the company’s certificates are added, and every step works', async () => {
    await step('tls').getByRole('link', { name: 'Network in Settings' }).click();
    await page.getByRole('heading', { name: 'Network' }).waitFor();
    await page.getByLabel('Certificates as a PEM file').setInputFiles({
      name: 'corp-roots.pem',
      mimeType: 'application/x-pem-file',
      buffer: Buffer.from(cluster.caPem),
    });
    await page.getByText('1 certificate; the first ends').waitFor();
    await picture('network');
    const results = await doctor();
    expect(new Set(Object.values(results))).toEqual(new Set(['pass']));
    expect(await step('authentication').textContent()).toMatch(/admin/u);
    await picture('doctor-after');
    await closeDoctor();
  });

  test('and the cluster can be captured', async () => {
    await page
      .getByRole('article', { name: 'Context' })
      .getByRole('button', { name: /^Capture/u })
      .click();
    await page.getByText('Open findings').waitFor({ timeout: 120_000 });
    await page.getByText('Open findings').click();
    await ready();
    await picture('captured');
    expect(host.faults).toEqual([]);
  });
});
