import { describe, expect, it } from 'vitest';
import { isLoopback, matchesNoProxy } from './no-proxy.ts';
import { chooseProxy } from './proxy.ts';

const check = (list: string, host: string, port: number, expected: boolean): void =>
  expect(matchesNoProxy(list, host, port)).toBe(expected);

describe('NO_PROXY, as Go reads it', () => {
  it.each([
    ['', 'api.example.com', 443, false],
    ['*', 'api.example.com', 443, true],
    ['example.com', 'example.com', 443, true],
    ['example.com', 'api.example.com', 443, true],
    ['example.com', 'badexample.com', 443, false],
    ['.example.com', 'example.com', 443, false],
    ['.example.com', 'api.example.com', 443, true],
    ['*.example.com', 'api.example.com', 443, true],
    ['*.example.com', 'example.com', 443, false],
    ['EXAMPLE.com', 'Api.Example.COM', 443, true],
    ['example.com:6443', 'api.example.com', 6443, true],
    ['example.com:6443', 'api.example.com', 443, false],
    ['other.org, example.com', 'api.example.com', 443, true],
    ['other.org example.com', 'api.example.com', 443, true],
    ['10.0.0.0/8', '10.1.2.3', 443, true],
    ['10.0.0.0/8', '11.1.2.3', 443, false],
    ['10.0.0.0/8', 'ten.example', 443, false],
    ['10.0.0.0/99', '10.1.2.3', 443, false],
    ['10.1.2.3', '10.1.2.3', 443, true],
    ['10.1.2.3:6443', '10.1.2.3', 443, false],
    ['10.1.2.3:443', '10.1.2.3', 443, true],
    ['fd00::/8', '[fd00::1]', 443, true],
    ['[fd00::1]:443', '[fd00::1]', 443, true],
    ['fd00:0::1', '[fd00::1]', 443, true],
    ['1.2.3', '10.1.2.3', 443, false],
    [',,', 'api', 443, false],
    ['api', 'api', 443, true],
    ['cluster.local', 'kubernetes.default.svc.cluster.local.', 443, true],
  ])('%j and %s:%i', check);

  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['[::1]', true],
    ['api.localhost', true],
    ['128.0.0.1', false],
    ['localhost.example.com', false],
  ] as const)('%s is loopback: %s', (host, expected) => expect(isLoopback(host)).toBe(expected));
});

describe('which proxy', () => {
  interface Given {
    readonly server?: string;
    readonly kubeconfig?: string;
    readonly flag?: string;
    readonly setting?: string;
    readonly env?: Record<string, string>;
  }
  const checkChoice = (given: Given, expected: string | null): void => {
    const result = chooseProxy(new URL(given.server ?? 'https://api.example.com:6443'), {
      kubeconfig: given.kubeconfig ?? '',
      flag: given.flag,
      setting: given.setting,
      env: given.env ?? {},
    });
    expect(result.ok ? (result.value === null ? null : `${result.value.url.href} ${result.value.from}`) : result.error.code).toBe(
      expected,
    );
  };
  const all = { kubeconfig: 'http://k:1', setting: 'http://s:1', env: { HTTPS_PROXY: 'http://e:1' } };
  it.each<[string, Given, string | null]>([
    ['none', {}, null],
    ['kubeconfig first', all, 'http://k:1/ proxy-url of the kubeconfig'],
    ['then the flag', { ...all, kubeconfig: '', flag: 'http://f:1' }, 'http://f:1/ --proxy-url'],
    ['then the setting', { ...all, kubeconfig: '' }, 'http://s:1/ the setting'],
    ['the setting is not for this machine', { server: 'https://127.0.0.1:6443', setting: 'http://s:1' }, null],
    ['the flag is', { server: 'https://127.0.0.1:6443', flag: 'http://f:1' }, 'http://f:1/ --proxy-url'],
    ['then the environment', { env: all.env }, 'http://e:1/ HTTPS_PROXY'],
    ['in small letters', { env: { https_proxy: 'http://e:1' } }, 'http://e:1/ https_proxy'],
    ['large letters win', { env: { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:1' } }, 'http://b:1/ HTTPS_PROXY'],
    ['ALL_PROXY last', { env: { ALL_PROXY: 'socks5h://a:1' } }, 'socks5://a:1 ALL_PROXY'],
    ['http servers have their own', { server: 'http://api', env: { HTTPS_PROXY: 'http://e:1' } }, null],
    ['http servers have their own, given', { server: 'http://api', env: { HTTP_PROXY: 'http://e:1' } }, 'http://e:1/ HTTP_PROXY'],
    ['NO_PROXY', { env: { HTTPS_PROXY: 'http://e:1', NO_PROXY: 'example.com' } }, null],
    [
      'NO_PROXY does not touch the kubeconfig’s',
      { kubeconfig: 'http://k:1', env: { NO_PROXY: '*' } },
      'http://k:1/ proxy-url of the kubeconfig',
    ],
    [
      'loopback is never sent through the environment’s',
      { server: 'https://127.0.0.1:6443', env: { HTTPS_PROXY: 'http://e:1' } },
      null,
    ],
    ['without a scheme', { env: { HTTPS_PROXY: 'e:3128' } }, 'http://e:3128/ HTTPS_PROXY'],
    ['a scheme that is none', { setting: 'ftp://e:1' }, 'proxy'],
    ['no URL', { setting: 'http://' }, 'proxy'],
  ])('%s', (_name, given, expected) => checkChoice(given, expected));
  it('never shows a password', () => {
    const result = chooseProxy(new URL('https://api'), { kubeconfig: '', setting: 'http://user:s3cret@proxy:3128', env: {} });
    expect(result.ok && result.value?.shown).toBe('http://***@proxy:3128');
  });
});
