/* oxlint-disable vitest/valid-title, vitest/valid-describe-callback, vitest/no-disabled-tests, vitest/no-conditional-tests, vitest/expect-expect -- this file makes suites for others and is none itself */
import { describe, it } from 'vitest';
import { findBinaries } from './binaries.ts';

/**
 * A suite that needs the real API server. Where its binaries cannot be had the suite is skipped and its name says by
 * which command to get them; with `CI` set it fails instead. Await it at the top of a test file.
 */
export async function clusterSuite(name: string, body: () => void): Promise<void> {
  const binaries = await findBinaries();
  if (binaries.found) return void describe(name, body);
  const title = `${name}: no test API server; run: ${binaries.command}`;
  if (process.env['CI'] === undefined) {
    // Reporters pass over skipped suites in silence.
    process.stderr.write(`SKIPPED ${title}\n`);
    return void describe.skip(title, body);
  }
  describe(title, () => {
    it('needs kube-apiserver, kube-controller-manager, etcd and kubectl', () => {
      throw new Error(binaries.reasons.join('\n'));
    });
  });
}
