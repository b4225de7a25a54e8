import { execFile } from 'node:child_process';
import { isJsonObject, type JsonObject } from '#contract/json';
import type { GeneratedSet } from './generate.ts';

export interface KubectlAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real kubectl on a set's files, in the set's folder, with nothing else in the environment. */
export const kubectl = (
  program: string,
  set: Pick<GeneratedSet, 'env' | 'flag' | 'folder'>,
  args: readonly string[],
): Promise<KubectlAnswer> =>
  new Promise(resolve => {
    const all = [...(set.flag === undefined ? [] : ['--kubeconfig', set.flag]), ...args];
    const child = execFile(
      program,
      all,
      { cwd: set.folder, env: { PATH: '/usr/bin:/bin', GOGC: 'off', ...set.env }, timeout: 20_000, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255;
        resolve({ code, stdout, stderr });
      },
    );
    // It asks for a user name where it knows none.
    child.stdin?.end();
  });

/** `kubectl config view -o json`, parsed. */
export function parseConfig(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error('kubectl printed no object');
  return value;
}

/** `clusters: [{name, cluster}]` of kubectl's answer as a map. */
export function namedEntries(config: JsonObject, list: string, body: string): Map<string, JsonObject> {
  const items = config[list];
  if (!Array.isArray(items)) return new Map();
  return new Map(
    items.map((item: unknown) => {
      if (!isJsonObject(item) || typeof item['name'] !== 'string') throw new Error(`odd ${list}`);
      const value = item[body];
      return [item['name'], isJsonObject(value) ? value : {}];
    }),
  );
}
