import { describe, expect, test } from 'vitest';
import { findCredentials } from './credentials.ts';
import { carriesNoSecret, namesCredential } from './secret-names.ts';

const letters = 'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA';
const long = letters + letters;
const pem = `-----BEGIN RSA PRIVATE KEY-----\n${long}\n-----END RSA PRIVATE KEY-----`;
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${letters}`;

/** The credentials of a text, each as its class and itself. */
const found = (text: string): readonly (readonly string[])[] =>
  findCredentials(text).map(match => [match.class, text.slice(match.start, match.end)]);

describe('finds', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['id AKIAIOSFODNN7EXAMPLE end', 'AKIAIOSFODNN7EXAMPLE', 'aws-access-key'],
    [`AIza${long.slice(0, 35)}`, `AIza${long.slice(0, 35)}`, 'gcp-api-key'],
    [`DefaultEndpointsProtocol=https;AccountKey=${long}==;`, `${long}==`, 'azure-storage-key'],
    [`https://x.blob.core.windows.net/c?sv=1&sig=${letters}%3D`, `${letters}%3D`, 'azure-sas'],
    [`export T=ghp_${letters}0000`, `ghp_${letters}0000`, 'github-token'],
    [`glpat-${letters}`, `glpat-${letters}`, 'gitlab-token'],
    ['xoxb-123456789012-abcdefghijkl', 'xoxb-123456789012-abcdefghijkl', 'slack-token'],
    ['https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX', 'T00000000/B00000000/XXXXXXXXXXXX', 'slack-webhook'],
    [`sk_live_${letters}`, `sk_live_${letters}`, 'stripe-key'],
    [`//registry.example.com/:_x=npm_${letters}0000`, `npm_${letters}0000`, 'npm-token'],
    [`hvs.${letters}`, `hvs.${letters}`, 'vault-token'],
    [`sk-proj-${letters}`, `sk-proj-${letters}`, 'openai-key'],
    [jwt, jwt, 'jwt'],
    [`before\n${pem}\nafter`, pem, 'private-key'],
    [`-----BEGIN PRIVATE KEY-----\n${letters}`, `-----BEGIN PRIVATE KEY-----\n${letters}`, 'private-key'],
    [`{"auths":{"r.example.com":{"auth":"dXNlcjpwYXNzd29yZA=="}}}`, 'dXNlcjpwYXNzd29yZA==', 'docker-config'],
    [`client-key-data: ${long}`, long, 'kubeconfig'],
    ['postgres://app:s3cr3t-p@ss@db.example.com:5432/x', 's3cr3t-p@ss', 'connection-string'],
    ['see https://deploy:hunter22@git.example.com/x.git', 'hunter22', 'url-password'],
    ['https://0123abcd0123abcd@git.example.com/x.git', '0123abcd0123abcd', 'url-password'],
    ['Authorization: Bearer abcdef0123456789', 'abcdef0123456789', 'bearer-token'],
    ['proxy_set_header Authorization "Basic dXNlcjpwYXNz";', 'dXNlcjpwYXNz', 'basic-auth'],
    ['db.password=hunter2 other=1', 'hunter2', 'password'],
    [`  adminPassword: "correct horse"`, 'correct horse', 'password'],
    [`{"x":1,"client_secret":"ab\\"cdef"}`, 'ab\\"cdef', 'password'],
    ['{\\"token\\":\\"abcdefgh\\"}', 'abcdefgh', 'password'],
    ['API_KEY=0123456789abcdef', '0123456789abcdef', 'password'],
    [`ya29.${letters}`, `ya29.${letters}`, 'gcp-oauth-token'],
    [`abc8Q~${letters}`, `abc8Q~${letters}`, 'azure-client-secret'],
    [`pypi-${long}`, `pypi-${long}`, 'pypi-token'],
    [`dckr_pat_${letters}`, `dckr_pat_${letters}`, 'docker-token'],
    [`SG.${letters}.${letters}`, `SG.${letters}.${letters}`, 'sendgrid-key'],
    [`glsa_${letters}`, `glsa_${letters}`, 'grafana-token'],
    [`dop_v1_${'0a'.repeat(32)}`, `dop_v1_${'0a'.repeat(32)}`, 'digitalocean-token'],
    [`hf_${letters}`, `hf_${letters}`, 'huggingface-token'],
    [`AGE-SECRET-KEY-1${'A2'.repeat(29)}`, `AGE-SECRET-KEY-1${'A2'.repeat(29)}`, 'age-key'],
    [`Authorization "Basic ${letters}"`, letters, 'basic-auth'],
    ['Endpoint=sb://x/;SharedAccessKey=' + long, long, 'azure-storage-key'],
    [btoa('password=hunter2hunter2'), btoa('password=hunter2hunter2'), 'password'],
    [btoa(pem), btoa(pem), 'private-key'],
    [`x: ${btoa(`ghp_${letters}0000`)}\n`, btoa(`ghp_${letters}0000`), 'github-token'],
  ];
  test.each(cases)('%s', (text, credential, form) => {
    expect(found(text)).toEqual([[form, credential]]);
  });
});

describe('lets alone', () => {
  test.each([
    '',
    'password',
    'password: ',
    'password=$(DB_PASSWORD)',
    'password: ${DB_PASSWORD}',
    'password: {{ .Values.db.password }}',
    'password=<your password>',
    'password=/run/secrets/db',
    'PASSWORD_FILE=/run/secrets/db/password',
    'passwordFile: /run/secrets/db',
    'secretName: my-db-secret',
    'secret: my-db-secret',
    'secretKeyRef: {name: db, key: password}',
    'tokenExpirationSeconds: 3600',
    'token=true',
    'token: 3600',
    'object.spec.automountServiceAccountToken == false',
    'postgres://app:$(PASSWORD)@db/x',
    'postgres://app:${PASSWORD}@db/x',
    'https://user@example.com/x',
    'https://example.com/@scope/pkg:1.2.3',
    'ssh://git@example.com/x.git',
    'basic authentication',
    'bearer authentication',
    '4f2c1d7e-8c3b-4c55-9f2e-1a2b3c4d5e6f',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'registry.k8s.io/kube-apiserver:v1.37.2',
    '2026-11-24T11:00:00Z',
    `-----BEGIN CERTIFICATE-----\n${long}\n-----END CERTIFICATE-----`,
    btoa(`-----BEGIN CERTIFICATE-----\n${long}\n-----END CERTIFICATE-----`),
    'task-runner-0123456789-ABCdef-backup',
    'https://xxx:***@example.com',
    'password=«redacted 0123456789abcdef0123456789abcdef»',
    'postgres://app:«redacted 0123456789abcdef0123456789abcdef»@db/x',
    'Authorization: Bearer «redacted 0123456789abcdef0123456789abcdef»',
  ])('%s', text => {
    expect(found(text)).toEqual([]);
  });
});

test.each([
  ['DB_PASSWORD', true],
  ['clientSecret', true],
  ['API_KEY', true],
  ['apiKey', true],
  ['token', true],
  ['PASSWORD_2', true],
  ['0 0 ', false],
  ['', false],
  ['GITHUB_TOKEN', true],
  ['AWS_SECRET_ACCESS_KEY', true],
  ['accessKeyID', false],
  ['PASSWORD_FILE', false],
  ['secretName', false],
  ['tokenTTL', false],
  ['PWD', false],
  ['key', false],
  ['topologyKey', false],
  ['sortKey', false],
  ['existingSecret', false],
  ['automountServiceAccountToken', true],
  ['monkey', false],
] as const)('%s names a credential: %s', (name, expected) => expect(namesCredential(name)).toBe(expected));

test('a path, a UUID, a number, a digest carry no secret', () => {
  for (const value of ['/etc/x', '4f2c1d7e-8c3b-4c55-9f2e-1a2b3c4d5e6f', '3600', '30s', 'sha256:abcdef', 'true', ''])
    expect(carriesNoSecret(value)).toBe(true);
  for (const value of ['hunter2', 'changeme', '12345678']) expect(carriesNoSecret(value)).toBe(false);
});

test('is linear on text that is made to be slow', () => {
  const size = 1_000_000;
  const hostile = [
    'eyJ',
    '://',
    '-----BEGIN PRIVATE KEY',
    '-----BEGIN PRIVATE KEY-----',
    'password=',
    'password: "',
    'a',
    'aB3',
    'bearer ',
    '"auth":"',
    'sig=',
    'AKIA',
    'ghp_',
    '://a:',
    '@',
    '\\',
    'password\\\\\\\\',
    'x Q~',
  ];
  const slow: string[] = [];
  for (const unit of hostile) {
    const text = unit.repeat(Math.ceil(size / unit.length));
    const before = performance.now();
    findCredentials(text);
    if (performance.now() - before > 2500) slow.push(unit);
  }
  expect(slow).toEqual([]);
});
