import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { dist, root } from './paths.ts';
import { isFresh, markFresh, printOf } from './stale.ts';

/** Builds dist/renderer if its sources changed. */
export const bundleRenderer = async (): Promise<void> => {
  const print = printOf(['package.json', 'shared/contract', 'renderer', 'vite.config.ts']);
  const stamp = join(dist, '.renderer-stamp');
  if (isFresh(stamp, print)) return;
  process.stderr.write('plumbline: building the page …\n');
  await build({ root: join(root, 'renderer'), configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
  mkdirSync(dist, { recursive: true });
  markFresh(stamp, print);
};
