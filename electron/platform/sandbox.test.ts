import { expect, test } from 'vitest';
import { type SandboxFacts, sandboxHindrance } from './sandbox.ts';

const usual: SandboxFacts = { platform: 'linux', uid: 1000, userNamespaces: true, helper: false, profile: false };

test.each([
  ['an ordinary user', {}, /^a window$/u],
  ['root', { uid: 0 }, /As root/u],
  ['root with a helper all the same', { uid: 0, helper: true }, /As root/u],
  ['no namespaces', { userNamespaces: false }, /no ordinary program make a user namespace/u],
  ['the setuid helper', { userNamespaces: false, helper: true }, /^a window$/u],
  ['our AppArmor profile', { userNamespaces: false, profile: true }, /^a window$/u],
  ['macOS', { platform: 'darwin', userNamespaces: false, uid: 0 }, /^a window$/u],
] as const)('%s', (_, facts, expected) => {
  expect(sandboxHindrance({ ...usual, ...facts }) ?? 'a window').toMatch(expected);
});
