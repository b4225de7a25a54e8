import { describe, expect, test } from 'vitest';
import { secretsGiven, withoutTokens } from './plugin-words.ts';

describe('what a plugin wrote on stderr', () => {
  const check = (line: string, shown: string): void => expect(withoutTokens(line, ['hunter2hunter2'])).toBe(shown);

  test.each([
    ['got admin-0123456789abcdef0123456789abcdef now', 'got «redacted» now'],
    ['"k8s-aws-v1.aHR0cHM6Ly9zdHMuYW1hem9u12345"', '"«redacted»"'],
    ['-u me -p hunter2hunter2', '-u me -p «redacted»'],
    ['x=hunter2hunter2;', 'x=«redacted»;'],
    [
      'open https://login.example.com/authorize?state=0123456789abcdef0123456789',
      'open https://login.example.com/authorize?state=0123456789abcdef0123456789',
    ],
    ['enter the code ABCD12345', 'enter the code ABCD12345'],
    ['Trace ID: 0b1cf8a4-3a0d-4c0e-9d0a-1a2b3c4d5e6f', 'Trace ID: 0b1cf8a4-3a0d-4c0e-9d0a-1a2b3c4d5e6f'],
    ['/home/me/.kube/cache/oidc-login/0123456789abcdef0123: gone', '/home/me/.kube/cache/oidc-login/0123456789abcdef0123: gone'],
    ['dial tcp: lookup login.microsoftonline.com: no such host', 'dial tcp: lookup login.microsoftonline.com: no such host'],
    ['arn:aws:iam::123456789012:role/cluster-reader', 'arn:aws:iam::123456789012:role/cluster-reader'],
    ['', ''],
  ])('%j', check);

  test('values given under names of credentials are known, short ones and others are not', () => {
    const env = [
      { name: 'API_TOKEN', value: 'abcdefgh' },
      { name: 'PASSWORD', value: 'short' },
      { name: 'AWS_PROFILE', value: 'production' },
    ];
    expect(secretsGiven(env)).toEqual(['abcdefgh']);
  });

  test('a long line takes no long time', () => {
    const began = performance.now();
    withoutTokens(`${'a'.repeat(100_000)} ${'1a'.repeat(50_000)}`, []);
    expect(performance.now() - began).toBeLessThan(200);
  });
});
