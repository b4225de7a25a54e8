import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.ts';

/**
 * Debian's etcd, unpacked at `target` and not installed: that needs no root and changes nothing of the system.
 * Returns why not, or undefined when it is there.
 */
export async function unpackDebianEtcd(target: string): Promise<string | undefined> {
  const scratch = await mkdtemp(`${target}-deb-`);
  try {
    const fetched = await fetchPackage(scratch);
    if (fetched !== undefined) return fetched;
    const file = (await readdir(scratch)).find(name => name.endsWith('.deb'));
    if (file === undefined) return 'Debian package: nothing arrived';
    const unpacked = await run('dpkg-deb', ['-x', file, 'root'], { cwd: scratch });
    if (unpacked.code !== 0) return `Debian package: ${unpacked.stderr.trim()}`;
    await rename(join(scratch, 'root/usr/bin/etcd'), target);
    return undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fetchPackage(cwd: string): Promise<string | undefined> {
  const get = () => run('apt-get', ['download', '-q', 'etcd-server'], { cwd, timeoutMs: 120_000 });
  const first = await get();
  if (first.code === 0) return undefined;
  // A machine made anew may have no package lists yet; refreshing them needs root.
  if (process.getuid?.() !== 0 || process.env['CI'] === undefined) return `Debian package: ${lastLine(first.stderr)}`;
  await run('apt-get', ['update', '-q'], { timeoutMs: 120_000 });
  const second = await get();
  return second.code === 0 ? undefined : `Debian package: ${lastLine(second.stderr)}`;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
