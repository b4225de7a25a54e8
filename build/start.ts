import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { sandboxFacts, sandboxHindrance } from '#electron/platform/sandbox';
import { bundleNode } from './bundle-node.ts';
import { bundleRenderer } from './bundle-renderer.ts';
import { electronBinary } from './electron-binary.ts';
import { dist, root } from './paths.ts';

/** `npm start`: the desktop app; the same interface on 127.0.0.1 where Electron cannot be had, with one line why. */
await bundleNode({ electron: true });
await bundleRenderer();
const args = process.argv.slice(2);

/** Root is known before anything is fetched; the rest by trying what Chromium will. */
const choose = (): ReturnType<typeof electronBinary> => {
  if (process.platform === 'linux' && process.getuid?.() === 0) return { why: 'as root its window would have no sandbox' };
  const found = electronBinary();
  const hindrance = 'path' in found ? sandboxHindrance(sandboxFacts(dirname(found.path))) : undefined;
  return hindrance === undefined ? found : { why: hindrance.replace(/\.$/u, '') };
};

const electron = choose();

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
