import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';
import { dist } from './paths.ts';

/** `npm run -s plumbline -- …`: the built command line, from the folder in which the user stands. */
const args = process.argv.slice(2);
await bundleNode({ electron: args[0] === 'open' });
if (args[0] === 'open' || args[0] === 'serve') await bundleRenderer();
const child = spawn(process.execPath, [join(dist, 'node', 'cli.mjs'), ...args], {
  stdio: 'inherit',
  cwd: process.env['PLUMBLINE_CWD'] ?? process.cwd(),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
