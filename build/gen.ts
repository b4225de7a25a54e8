import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

/** Everything that is generated from the declarations; `--check` fails where a file on disk is not what would be made. */
const generators = ['build/gen-catalogue.ts', 'build/gen-schemas.ts', 'build/gen-security.ts', 'build/gen-complaints.ts'];

const failed = generators.filter(
  file =>
    existsSync(join(root, file)) &&
    spawnSync(process.execPath, [join(root, file), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status !== 0,
);
process.exit(failed.length === 0 ? 0 : 1);
