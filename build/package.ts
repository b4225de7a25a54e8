import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';
import { builderConfig, type FuseProfile } from './electron-builder.ts';
import { electronVersionOf } from './electron-binary.ts';
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
await build({
  projectDir: root,
  targets: Platform.current().createTarget('dir'),
  config: builderConfig(profile, { dist, version: dist === undefined ? '45.4.1' : electronVersionOf(dist) }),
  publish: 'never',
});
process.stdout.write(`${join(root, profile === 'release' ? 'release' : 'release/test')}\n`);
