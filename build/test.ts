import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';
import { dist, root } from './paths.ts';
import { installSystemPackages } from './system-packages.ts';

/** `npm test`: the checks, then every suite, quick ones first. `npm test -- unit` runs one project; more arguments go to Vitest. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const projects = ['unit', 'page', 'cluster', 'e2e'] as const;
const given = process.argv.slice(2);
const chosen = projects.filter(name => given.includes(name));
const wanted = chosen.length === 0 ? projects : chosen;
const rest = given.filter(argument => !(projects as readonly string[]).includes(argument));

const runProject = (project: string): Counts => {
  const report = join(dist, `test-${project}.json`);
  const done = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      '--passWithNoTests',
      ...rest,
    ],
    // Building the page leaves NODE_ENV at production, in which React has no test helpers.
    { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test' } },
  );
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    ) as Record<string, number>;
    const failed = (numFailedTests ?? 0) + (numFailedTests === 0 ? (numFailedTestSuites ?? 0) : 0);
    return { passed: numPassedTests ?? 0, failed: failed === 0 && done.status !== 0 ? 1 : failed, skipped: numPendingTests ?? 0 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

mkdirSync(dist, { recursive: true });
installSystemPackages();
const check =
  chosen.length > 0 || spawnSync(process.execPath, [join(root, 'build/check.ts')], { cwd: root, stdio: 'inherit' }).status === 0;
await bundleNode({ electron: true });
await bundleRenderer();

const total = wanted.map(runProject).reduce((sum, counts) => ({
  passed: sum.passed + counts.passed,
  failed: sum.failed + counts.failed,
  skipped: sum.skipped + counts.skipped,
}));
const failed = total.failed + (check ? 0 : 1);
process.stdout.write(`\n${total.passed} passed, ${failed} failed, ${total.skipped} skipped\n`);
process.exit(failed === 0 ? 0 : 1);
