import { expect, it } from 'vitest';
import { proxyFault, secondsOf } from './proxy-text.ts';

it.each([
  ['', true],
  ['http://proxy:3128', true],
  ['  https://user:word@proxy.example.com  ', true],
  ['socks5://10.0.0.1:1080', true],
  ['socks5h://10.0.0.1:1080', true],
  ['proxy:3128', false],
  ['ftp://proxy', false],
  ['javascript:alert(1)', false],
  ['http://', false],
])('%j can be a proxy: %j', (text, fits) => expect(proxyFault(text) === null).toBe(fits));

it.each([
  ['30', 30],
  [' 600 ', 600],
  ['0', null],
  ['601', null],
  ['1.5', null],
  ['', null],
  ['1e2', null],
])('%j is %j seconds', (text, seconds) => expect(secondsOf(text)).toBe(seconds));
