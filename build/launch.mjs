// Runs on any Node from 20 on, before anything is installed: so it uses Node's built-ins alone.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} message */
const say = message => process.stderr.write(`plumbline: ${message}\n`);

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

const installIfMissing = () => {
  const mark = join(root, 'node_modules', '.plumbline-lock');
  const wanted = lockHash();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  say('installing dependencies (once, about a minute) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // stdout belongs to the command's result: npm's own talk goes to stderr.
  const done = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    say('npm could not install the dependencies; its own words are above. Check the network and try again.');
    process.exit(2);
  }
  writeFileSync(mark, wanted);
};

const node24 = () => {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const bundled = join(
    root,
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(bundled)) return bundled;
  say(
    `this needs Node 24 or newer, found ${process.version}, and no Node package exists for ${process.platform}-${process.arch}: install Node 24 LTS, then run this again.`,
  );
  return process.exit(2);
};

/** What each npm script runs, on Node 24. */
const scripts = {
  start: 'build/start.ts',
  test: 'build/test.ts',
  check: 'build/check.ts',
  build: 'build/bundle.ts',
  gen: 'build/gen.ts',
  bench: 'test/bench/run.ts',
  format: 'build/format.ts',
  package: 'build/package.ts',
  'rule:new': 'build/rule-new.ts',
  cli: 'build/cli.ts',
};

const [name = '', ...args] = process.argv.slice(2);
const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
if (script === undefined) {
  say(`unknown script ${name}; there are: ${Object.keys(scripts).join(', ')}`);
  process.exit(2);
}
installIfMissing();
const child = spawn(node24(), ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PLUMBLINE_CWD: process.env['INIT_CWD'] ?? process.cwd() },
});
// The child gets the terminal's Ctrl-C by itself; the launcher waits for its exit code instead of dying first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
