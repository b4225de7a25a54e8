import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { builderConfig } from './electron-builder.ts';
import { fusesOf } from './fuses.ts';
import { root } from './paths.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
};

describe('fuses and packaging', () => {
  test('F1 every fuse that the tool knows is set by us, and an unknown one fails the build', () => {
    const known = Object.keys(FuseV1Options).filter(name => !/^\d+$/u.test(name));
    expect(Object.keys(fusesOf('release')).toSorted()).toEqual(known.toSorted());
    expect(readFileSync(join(root, 'build/fuses.ts'), 'utf8')).toContain('strictlyRequireAllFuses: true');
    // The builder's own way knows fewer and is not strict.
    expect(builderConfig('release', { dist: undefined, version: '45.4.1' }).electronFuses).toBeUndefined();
  });

  test('F2 inspection is off in the release and on in the test profile alone', () => {
    const differ = Object.entries(fusesOf('release')).filter(
      ([name, value]) => fusesOf('test')[name as keyof typeof FuseV1Options] !== value,
    );
    expect(differ).toEqual([['EnableNodeCliInspectArguments', false]]);
  });

  test('F4 Electron is one of the three newest majors, by the date', () => {
    // A major every eight weeks (its release schedule), counted from 45 of 21 October 2026.
    const weeks = (Date.now() - Date.parse('2026-10-21T00:00:00Z')) / (7 * 24 * 3600 * 1000);
    const newest = 45 + Math.max(0, Math.floor(weeks / 8));
    const ours = Number(manifest.devDependencies['electron']?.split('.')[0]);
    expect(newest - ours).toBeLessThan(3);
  });

  test('F5 the lockfile alone is installed, and no package’s script runs', () => {
    expect(readFileSync(join(root, 'build/launch.mjs'), 'utf8')).toContain(`['ci', '--ignore-scripts'`);
    for (const [name, version] of Object.entries(manifest.devDependencies))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d/u)]);
    expect(Object.keys(manifest.scripts).filter(name => /^(?:pre|post)?install$|^prepare$/u.test(name))).toEqual([]);
  });
});
