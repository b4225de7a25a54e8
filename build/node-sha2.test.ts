import { sha256 as noble } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, it } from 'vitest';
import { sha256 } from './node-sha2.ts';

it('hashes as the function does that it stands in for', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 4096]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + length) % 256);
    expect(bytesToHex(sha256(bytes))).toBe(bytesToHex(noble(bytes)));
  }
});
