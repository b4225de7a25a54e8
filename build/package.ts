import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { hashOf, unexpectedFiles } from './asar-files.ts';
import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';
import { writeChecksums } from './checksums.ts';
import { builderConfig, type FuseProfile, linuxExecutable } from './electron-builder.ts';
import { electronVersionOf } from './electron-binary.ts';
import { fuseFaults } from './fuses.ts';
import { writeLegal } from './legal.ts';
import { root } from './paths.ts';

/** `npm run package -- [--profile release|test]`: release/linux-unpacked and the platform's own form elsewhere. */
const { values } = parseArgs({ options: { profile: { type: 'string', default: 'release' } } });
if (values.profile !== 'release' && values.profile !== 'test') {
  process.stderr.write(`plumbline: --profile is release or test, not ${values.profile}\n`);
  process.exit(2);
}
const profile: FuseProfile = values.profile;
const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
const dist = override === undefined || override === '' ? undefined : override;

await bundleNode({ electron: true });
await bundleRenderer();
writeLegal();
await build({
  projectDir: root,
  targets: Platform.current().createTarget('dir'),
  config: builderConfig(profile, { dist, version: dist === undefined ? '45.4.1' : electronVersionOf(dist) }),
  publish: 'never',
});

const output = join(root, profile === 'release' ? 'release' : 'release/test');
if (process.platform === 'linux') {
  const folder = join(output, 'linux-unpacked');
  const asar = join(folder, 'resources', 'app.asar');
  const faults = [
    ...(await fuseFaults(join(folder, linuxExecutable), profile)).map(fault => `fuse ${fault}`),
    ...unexpectedFiles(asar, profile).map(path => `app.asar holds ${path}`),
  ];
  if (faults.length > 0) {
    process.stderr.write(`plumbline: the package is not as it should be: ${faults.join('; ')}\n`);
    process.exit(1);
  }
  writeChecksums(output, path => path.startsWith('linux-unpacked/'));
  process.stdout.write(`app.asar ${hashOf(asar)}\n`);
}
process.stdout.write(`${output}\n`);
