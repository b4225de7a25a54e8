import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { contextKey, defaultSettings, emptyNote, type Settings } from '#contract/settings';
import { noSettings } from '#core/settings/stored-settings';
import { type ConnectChoice, type ConnectSetting, transportOptions } from './connecting.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-connecting-'));
afterAll(() => rmSync(folder, { recursive: true }));
const flagFile = join(folder, 'ca.pem');
writeFileSync(flagFile, 'FLAG');

const ref = { source: '/k', name: 'prod' };
const hash = 'ab'.repeat(32);

const check = (
  settings: Partial<Settings>,
  caPem: string | null,
  choice: ConnectChoice,
  expected: Readonly<Record<string, unknown>>,
): void => {
  const setting: ConnectSetting = {
    env: {},
    kubeconfig: undefined,
    home: '/nowhere',
    added: [],
    onPluginStderr: () => undefined,
    interactive: false,
    settings: () => ({ ...noSettings, settings: { ...defaultSettings, ...settings }, caPem }),
  };
  const options = transportOptions(setting, choice, ref);
  if (!options.ok) throw new Error(options.error.what);
  const { requestTimeout, proxyUrl, proxySetting, extraCa, readOnly, isExecTrusted } = options.value;
  expect({ requestTimeout, proxyUrl, proxySetting, extraCa, readOnly, trusted: isExecTrusted?.(hash) }).toMatchObject(expected);
};

it.each<[string, Partial<Settings>, string | null, ConnectChoice, Readonly<Record<string, unknown>>]>([
  [
    'nothing is set',
    {},
    null,
    {},
    { requestTimeout: 60_000, proxySetting: undefined, extraCa: undefined, readOnly: false, trusted: false },
  ],
  ['a timeout', { requestTimeoutMs: 5_000 }, null, {}, { requestTimeout: 5_000 }],
  ['a flag before it', { requestTimeoutMs: 5_000 }, null, { requestTimeout: 9_000 }, { requestTimeout: 9_000 }],
  [
    'a proxy, told apart from the flag’s',
    { proxyUrl: 'http://s:1' },
    null,
    { proxyUrl: 'http://f:1' },
    { proxyUrl: 'http://f:1', proxySetting: 'http://s:1' },
  ],
  ['certificates', {}, 'SETTING', {}, { extraCa: 'SETTING' }],
  ['certificates beside the flag’s', {}, 'SETTING', { certificateAuthority: flagFile }, { extraCa: 'FLAG\nSETTING' }],
  ['read-only', { readOnly: true }, null, {}, { readOnly: true }],
  [
    'read-only by the cluster’s note',
    { clusters: { [contextKey(ref)]: { ...emptyNote, readOnly: true } } },
    null,
    {},
    { readOnly: true },
  ],
  ['a trusted program', { execTrust: [{ hash, file: '/k', command: 'x', since: '' }] }, null, {}, { trusted: true }],
])('%s', (_, settings, caPem, choice, expected) => check(settings, caPem, choice, expected));
