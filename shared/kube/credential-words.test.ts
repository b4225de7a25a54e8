import { expect, test } from 'vitest';
import { credentialNamed, credentialsIn } from './credential-words.ts';

const check = (classes: readonly string[], expected: string): void => expect(credentialsIn(classes)).toBe(expected);

test.each<[readonly string[], string]>([
  [['password'], 'a password'],
  [['aws-access-key'], 'an AWS access key'],
  [['openai-key'], 'an OpenAI key'],
  [['npm-token'], 'an npm token'],
  [['jwt', 'jwt'], '2 JSON web tokens'],
  [['password', 'private-key', 'password', 'password'], '3 passwords and a private key'],
])('%j: %s', (classes, expected) => check(classes, expected));

const checkNamed = (name: string, expected: string | undefined): void => expect(credentialNamed(name)).toBe(expected);

test.each<[string, string | undefined]>([
  ['AWS_SECRET_ACCESS_KEY', 'an AWS secret access key'],
  ['awsSecretAccessKey', 'an AWS secret access key'],
  ['AWS_SESSION_TOKEN', 'an AWS session token'],
  ['GITHUB_TOKEN', 'a GitHub token'],
  ['SLACK_BOT_TOKEN', 'a Slack token'],
  ['OPENAI_API_KEY', 'an OpenAI API key'],
  ['npm_token', 'an npm token'],
  ['AZURE_CLIENT_SECRET', 'an Azure client secret'],
  ['WAREHOUSE_TOKEN', 'a token'],
  ['PAYMENT_API_KEY', 'an API key'],
  ['S3_SECRET_KEY', 'a secret key'],
  ['JWT_PRIVATE_KEY', 'a private key'],
  ['COOKIE_ENCRYPTION_KEY', 'an encryption key'],
  ['OPENSEARCH_INITIAL_ADMIN_PASSWORD', 'a password'],
  ['DB_PASS', 'a password'],
  ['dbPwd2', 'a password'],
  ['KEY_PASSPHRASE', 'a passphrase'],
  ['JWT_SECRET', 'a secret'],
  ['LICENSE_KEY', 'a key'],
  ['GITHUB_CREDENTIALS', 'a GitHub credential'],
  ['application.properties', undefined],
  ['?', undefined],
])('named %s: %s', (name, expected) => checkNamed(name, expected));
