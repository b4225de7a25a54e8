import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';
import { electronBinary } from './electron-binary.ts';
import { dist, root } from './paths.ts';

/** `npm start`: the desktop app; the same interface on 127.0.0.1 where Electron cannot be had, with one line why. */
await bundleNode({ electron: true });
await bundleRenderer();
const args = process.argv.slice(2);

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const electron = isRoot ? { why: 'as root its window would have no sandbox' } : electronBinary();

const command =
  'path' in electron
    ? { file: electron.path, args: [root, ...args] }
    : { file: process.execPath, args: [join(dist, 'node', 'cli.mjs'), 'serve', ...args] };
if ('why' in electron)
  process.stderr.write(
    `plumbline: no Electron here (${electron.why}), so the same interface is served on this machine alone: open the address below in a browser.\n`,
  );

const child = spawn(command.file, command.args, { stdio: 'inherit', cwd: process.env['PLUMBLINE_CWD'] ?? process.cwd() });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
