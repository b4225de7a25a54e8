import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown, type InputOptions, type OutputOptions } from 'rolldown';
import { dist, root } from './paths.ts';
import { isFresh, markFresh, printOf } from './stale.ts';

const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
const define = { PLUMBLINE_VERSION: JSON.stringify(version) };
const sources = ['package.json', 'shared', 'rules', 'electron', 'build'];

const bundle = async (input: InputOptions, output: OutputOptions): Promise<void> => {
  const built = await rolldown({
    cwd: root,
    logLevel: 'silent',
    ...input,
    transform: { define, ...input.transform },
  });
  await built.write({ sourcemap: false, minify: false, ...output });
  await built.close();
};

/** CLI, page host and core process: one ESM build with shared chunks, so that client-node loads only when connecting. */
const nodeSide = (folder: string) =>
  bundle(
    {
      input: {
        cli: join(root, 'electron/cli/start.ts'),
        worker: join(root, 'electron/node/engine/worker-entry.ts'),
        'core-process': join(root, 'electron/core-process/main.ts'),
      },
      platform: 'node',
      external: [/^node:/],
      resolve: {
        alias: {
          undici$: join(root, 'build/undici-parts.cjs'),
          '@noble/hashes/sha2.js': join(root, 'build/node-sha2.ts'),
        },
      },
    },
    {
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: 'chunk-[name]-[hash].mjs',
      // Bundled CommonJS packages ask for `require` of Node's built-ins.
      banner:
        "import { createRequire as plumblineRequire } from 'node:module'; const require = plumblineRequire(import.meta.url);",
      minify: 'dce-only',
    },
  );

/** The demo's snapshots stand beside the bundle (demo-files.ts). test/demo makes them with a build that has none yet. */
const copyDemo = (folder: string) => {
  for (const name of ['demo.tar.gz', 'demo-three-days-later.tar.gz']) {
    const made = join(root, 'electron/node/demo', name);
    if (existsSync(made)) cpSync(made, join(folder, 'demo', name));
  }
};

/** Main and preload are one CommonJS file each, for the oldest Electron that runs them (25: Node 18, Chromium 114). */
const electronSide = async () => {
  for (const [name, entry] of [
    ['main', 'electron/main/release-entry.ts'],
    ['main-test', 'electron/main/test-entry.ts'],
    ['preload', 'electron/preload/preload.ts'],
  ] as const) {
    await bundle(
      { input: join(root, entry), platform: 'node', external: ['electron', /^node:/], transform: { target: 'node18' } },
      { file: join(dist, 'electron', `${name}.cjs`), format: 'cjs', codeSplitting: false },
    );
  }
};

/** All of dist/node, into any folder: tests build their own, so that a build beside them cannot take it away. */
export const bundleNodeInto = async (folder: string): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await nodeSide(folder);
  // A utility process starts CommonJS on every Electron that we run on; the core itself is ESM.
  writeFileSync(join(folder, 'core-process.cjs'), "import('./core-process.mjs');\n");
  copyDemo(folder);
};

/** Builds what is stale of dist/node and dist/electron. Says so on stderr, since stdout is a command's result. */
export const bundleNode = async (options: { electron: boolean }): Promise<void> => {
  const print = printOf(sources);
  const nodeStamp = join(dist, 'node', '.stamp');
  if (!isFresh(nodeStamp, print)) {
    process.stderr.write('plumbline: building …\n');
    await bundleNodeInto(join(dist, 'node'));
    markFresh(nodeStamp, print);
  }
  const electronStamp = join(dist, 'electron', '.stamp');
  if (options.electron && !isFresh(electronStamp, print)) {
    rmSync(join(dist, 'electron'), { recursive: true, force: true });
    mkdirSync(join(dist, 'electron'), { recursive: true });
    await electronSide();
    markFresh(electronStamp, print);
  }
};
