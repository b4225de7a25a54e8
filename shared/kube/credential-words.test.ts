import { expect, test } from 'vitest';
import { credentialsIn } from './credential-words.ts';

const check = (classes: readonly string[], expected: string): void => expect(credentialsIn(classes)).toBe(expected);

test.each<[readonly string[], string]>([
  [['password'], 'a password'],
  [['aws-access-key'], 'an AWS access key'],
  [['openai-key'], 'an OpenAI key'],
  [['npm-token'], 'an npm token'],
  [['jwt', 'jwt'], '2 JSON web tokens'],
  [['password', 'private-key', 'password', 'password'], '3 passwords and a private key'],
])('%j: %s', (classes, expected) => check(classes, expected));
