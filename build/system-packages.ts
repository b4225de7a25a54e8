import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

interface SystemPackage {
  readonly name: string;
  readonly what: string;
  readonly isThere: () => boolean;
}

const onPath = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;

const packages: readonly SystemPackage[] = [
  { name: 'etcd-server', what: 'the API server tests', isThere: () => onPath('etcd') },
  { name: 'chromium', what: 'the page tests', isThere: () => existsSync('/usr/bin/chromium') },
  { name: 'xvfb', what: 'the desktop tests', isThere: () => onPath('xvfb-run') },
];

const isDebian = (): boolean => onPath('apt-get');

const askOnTerminal = (command: string): boolean => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  process.stdout.write(`Some suites need system packages. Run this now? ${command} [y/N] `);
  const answer = spawnSync('sh', ['-c', 'read answer && printf %s "$answer"'], {
    stdio: ['inherit', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  return /^y(?:es)?$/iu.test(answer.stdout);
};

/**
 * System packages are installed as root with CI set, or after asking on a terminal; otherwise the suites that need them
 * are skipped, each naming the command that this prints.
 */
export const installSystemPackages = (): void => {
  if (process.platform !== 'linux' || !isDebian()) return;
  const missing = packages.filter(item => !item.isThere());
  if (missing.length === 0) return;
  const names = missing.map(item => item.name).join(' ');
  const isRoot = process.getuid?.() === 0;
  const command = `${isRoot ? '' : 'sudo '}apt-get install -y --no-install-recommends ${names}`;
  const mayInstall = (isRoot && process.env['CI'] !== undefined) || askOnTerminal(command);
  if (!mayInstall) {
    process.stdout.write(
      `${missing.map(item => `${item.what} are skipped without ${item.name}`).join('; ')}: to run them, ${command}\n`,
    );
    return;
  }
  const sudo = isRoot ? [] : ['sudo'];
  const apt = (...args: string[]) =>
    spawnSync([...sudo, 'apt-get', ...args][0] ?? '', [...sudo, 'apt-get', ...args].slice(1), {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...missing.map(item => item.name));
};
