// Stands in for @noble/hashes/sha2.js in our Node bundles: the same function by OpenSSL, many times faster for the thousands of
// short texts whose hashes are ids. The source imports noble's and is typed by it, so that the core stays without Node.
import { createHash } from 'node:crypto';

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
