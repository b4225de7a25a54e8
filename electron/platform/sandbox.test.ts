import { expect, test } from 'vitest';
import { type SandboxFacts, sandboxHindrance } from './sandbox.ts';

const usual: SandboxFacts = { platform: 'linux', uid: 1000, userNamespaces: true, helper: false, profile: false };

test.each([
  ['an ordinary user', {}, undefined],
  ['root', { uid: 0 }, /As root/u],
  ['root with a helper all the same', { uid: 0, helper: true }, /As root/u],
  ['no namespaces', { userNamespaces: false }, /no ordinary program make a user namespace/u],
  ['the setuid helper', { userNamespaces: false, helper: true }, undefined],
  ['our AppArmor profile', { userNamespaces: false, profile: true }, undefined],
  ['macOS', { platform: 'darwin', userNamespaces: false, uid: 0 }, undefined],
] as const)('%s', (_, facts, expected) => {
  const why = sandboxHindrance({ ...usual, ...facts });
  if (expected === undefined) expect(why).toBeUndefined();
  else expect(why).toMatch(expected);
});
