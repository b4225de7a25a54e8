/**
 * Builds binaries from source through Go's module proxy, with nothing but a Go toolchain.
 *
 * k8s.io/kubernetes requires its staging modules at v0.0.0 and replaces them by folders, which a module outside of it
 * must replace by their published versions: the list is read from its own go.mod, as it differs by version.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BinaryName } from './binaries.ts';
import { run, type CommandOutcome } from './command.ts';
import { etcdVersion, type KubernetesVersion } from './versions.ts';

const buildTimeoutMs = 30 * 60_000;

/** Puts the binary at `target`. Returns why not, or undefined when it is there. `work` keeps the module between builds. */
export async function goBuild(
  name: BinaryName,
  version: KubernetesVersion,
  work: string,
  target: string,
): Promise<string | undefined> {
  if ((await run('go', ['version'])).code !== 0) return 'Go build: no `go` on PATH';
  const started = Date.now();
  process.stderr.write(`test cluster: building ${name} ${name === 'etcd' ? etcdVersion : version.kubernetes} (minutes, once)\n`);
  const folder = join(work, name === 'etcd' ? 'etcd' : 'kubernetes');
  const ready = await (name === 'etcd' ? writeEtcdModule(folder) : writeKubernetesModule(folder, version));
  if (ready !== undefined) return ready;
  const main = name === 'etcd' ? '.' : `k8s.io/kubernetes/cmd/${name}`;
  const partial = `${target}.${String(process.pid)}`;
  const args = ['build', '-mod=mod', '-trimpath', '-ldflags', linkerFlags(name, version), '-o', partial, main];
  const built = await go(args, folder);
  if (built.code !== 0) return `Go build: ${lastLines(built)}`;
  await rename(partial, target);
  process.stderr.write(`test cluster: built ${name} in ${String(Math.round((Date.now() - started) / 1000))} s\n`);
  return undefined;
}

async function writeKubernetesModule(folder: string, version: KubernetesVersion): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  const downloaded = await go(['mod', 'download', '-json', `k8s.io/kubernetes@${version.kubernetes}`], folder);
  const upstreamFile = /"GoMod": "(.*)"/.exec(downloaded.stdout)?.[1];
  if (downloaded.code !== 0 || upstreamFile === undefined) return `Go modules: ${lastLines(downloaded)}`;
  const upstream = await readFile(upstreamFile, 'utf8');
  const staging = [...upstream.matchAll(/^\s*(\S+) => \.\/staging\//gm)].flatMap(match => match[1] ?? []);
  const lines = [
    'module plumbline.test/kubernetes',
    `go ${/^go (\S+)$/m.exec(upstream)?.[1] ?? '1.21'}`,
    `require k8s.io/kubernetes ${version.kubernetes}`,
    ...staging.map(module => `replace ${module} => ${module} ${version.staging}`),
  ];
  await writeFile(join(folder, 'go.mod'), `${lines.join('\n')}\n`);
  await writeFile(join(folder, 'tools.go'), toolsFile);
  const tidy = await go(['mod', 'tidy'], folder);
  return tidy.code === 0 ? undefined : `Go modules: ${lastLines(tidy)}`;
}

async function writeEtcdModule(folder: string): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  const module = `module plumbline.test/etcd\ngo 1.24\nrequire go.etcd.io/etcd/server/v3 ${etcdVersion}\n`;
  await writeFile(join(folder, 'go.mod'), module);
  await writeFile(join(folder, 'main.go'), etcdMain);
  const tidy = await go(['mod', 'tidy'], folder);
  return tidy.code === 0 ? undefined : `Go modules: ${lastLines(tidy)}`;
}

const toolsFile = `//go:build tools

package tools

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
`;

const etcdMain = `package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
`;

function linkerFlags(name: BinaryName, version: KubernetesVersion): string {
  if (name === 'etcd') return '-s -w';
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(version.kubernetes) ?? [];
  const stamp = {
    gitVersion: version.kubernetes,
    gitMajor: major,
    gitMinor: minor,
    gitCommit: 'unknown',
    gitTreeState: 'clean',
  };
  const set = Object.entries(stamp).map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`);
  return ['-s -w', ...set].join(' ');
}

function go(args: readonly string[], cwd: string): Promise<CommandOutcome> {
  // The checkout around the cache may have a go.work that is none of ours.
  const env = { ...process.env, GOWORK: 'off' };
  return run('go', args, { cwd, env, timeoutMs: buildTimeoutMs });
}

const lastLines = (outcome: CommandOutcome): string => outcome.stderr.trim().split('\n').slice(-4).join(' | ');
