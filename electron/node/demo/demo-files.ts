import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The demo cluster's two snapshots: as it was, and three days later. Captured by test/demo from a real API server. */
export const demoNames = ['demo.tar.gz', 'demo-three-days-later.tar.gz'] as const;

/** In a build the files lie in demo/ beside the bundle, from source beside this file. */
export const demoFile = (name: (typeof demoNames)[number]): string => {
  const built = join(import.meta.dirname, 'demo', name);
  return existsSync(built) ? built : join(import.meta.dirname, name);
};
