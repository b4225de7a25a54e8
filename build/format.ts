import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.ts';

process.exit(
  spawnSync(process.execPath, [join(root, 'node_modules/.bin/oxfmt'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
    .status ?? 1,
);
