/**
 * Servers are children that die with their process, save where it was killed with SIGKILL. Each cluster's folder names
 * its owner, and every start ends the servers of folders whose owner is gone.
 */
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { run } from './command.ts';
import { isAlive } from './lock.ts';
import { killNow } from './processes.ts';

const memory = '/dev/shm';
const roomNeeded = 2 ** 31;

// In memory where there is room (containers often have 64 MB of it): etcd waits for every write to reach the disk.
const parent = existsSync(memory) && roomOf(memory) > roomNeeded ? memory : tmpdir();

function roomOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Where this user's clusters have their folders. */
export const baseFolder = join(parent, `plumbline-test-${userInfo().username}`);
mkdirSync(baseFolder, { recursive: true, mode: 0o700 });

const ownerFile = 'owner';

export async function markOwner(dir: string): Promise<void> {
  await writeFile(join(dir, ownerFile), String(process.pid));
}

export async function sweepAbandoned(): Promise<void> {
  const names = await readdir(baseFolder);
  for (const name of names.filter(entry => entry.startsWith('cluster-'))) {
    const dir = join(baseFolder, name);
    const owner = Number(await readFile(join(dir, ownerFile), 'utf8').catch(() => ''));
    // A folder without owner was made a moment ago by someone who has not signed it yet.
    if (owner === 0 || isAlive(owner)) continue;
    for (const pid of await serversOf(dir)) killNow(pid);
    await rm(dir, { recursive: true, force: true });
  }
}

/** Processes that name the folder in their arguments. Pids are reused; a random folder name is not. */
async function serversOf(dir: string): Promise<readonly number[]> {
  const listing = await run('ps', ['-A', '-o', 'pid=,args=']);
  return listing.stdout
    .split('\n')
    .filter(line => line.includes(dir) && /\b(etcd|kube-apiserver|kube-controller-manager)\b/.test(line))
    .map(line => Number(line.trim().split(' ')[0]));
}
