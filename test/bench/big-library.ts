import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createEngineOperations } from '#node/engine/operations';
import { openLibrary } from '#node/library/library';
import { toolVersion } from '#node/version';
import { rulesVersion } from '#rules/catalogue';
import type { KubeObject } from '#test/cluster/object';
import { generateCluster } from './generate.ts';

/** A data folder with one large snapshot, and what it holds. */
export interface BigLibrary {
  readonly home: string;
  readonly snapshot: string;
  readonly objects: number;
  readonly findings: number;
}

const wanted = 50_000;
/** Enough of them that those which have findings fill the snapshot. */
const generated = 118_000;

/** What brings few findings for its number is left out, so that 50,000 objects have some 30,000. */
const leftOut = new Set(['Event', 'Secret', 'Route', 'Schedule', 'Certificate', 'ConfigMap', 'RoleBinding', 'NetworkPolicy']);

const isRetired = ({ kind, spec }: KubeObject): boolean =>
  kind === 'ReplicaSet' && typeof spec === 'object' && spec !== null && 'replicas' in spec && spec.replicas === 0;

function* chosen(): Generator<KubeObject> {
  let left = wanted;
  for (const object of generateCluster({ objects: generated })) {
    if (leftOut.has(object.kind) || isRetired(object)) continue;
    if (left === 0) return;
    left -= 1;
    yield object;
  }
}

const writeDump = async (path: string): Promise<void> => {
  const out = createWriteStream(path);
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await write('{"apiVersion":"v1","kind":"List","items":[');
  let first = true;
  for (const object of chosen()) {
    await write(`${first ? '' : ',\n'}${JSON.stringify(object)}`);
    first = false;
  }
  out.end(']}');
  await once(out, 'finish');
};

/** Of what the snapshot is made by: rules, generator, the form of the file. */
const stamp = async (): Promise<string> => {
  const hash = createHash('sha256').update(rulesVersion);
  const folders = [import.meta.dirname, join(import.meta.dirname, '../../electron/node/library')];
  for (const folder of folders)
    for (const name of readdirSync(folder).toSorted())
      if (/^(?:generate|application|customKinds|managedFields|random|served|big-library|rows|schema|summary)\.ts$/u.test(name))
        hash.update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
};

const make = async (home: string): Promise<void> => {
  const dump = join(await mkdtemp(join(tmpdir(), 'plumbline-dump-')), 'large-cluster.json');
  await writeDump(dump);
  const operations = createEngineOperations(
    { home, env: {}, desktop: false, kubeconfig: undefined, toolVersion },
    { emit: () => undefined, log: { write: () => undefined } },
  );
  const kept = await operations.run(
    'importFile',
    { path: dump, name: 'large-cluster.json' },
    { added: [], environment: undefined, signal: new AbortController().signal, onProgress: () => undefined },
  );
  await rm(join(dump, '..'), { recursive: true });
  if (!kept.ok) throw new Error(`${kept.error.what} ${kept.error.why}`);
};

const cache = join(homedir(), '.cache', 'plumbline-test', 'bench-library');

const factsOf = (home: string): BigLibrary => {
  const library = openLibrary(home, { ids: { next: () => 'none' } });
  if (!library.ok) throw new Error(library.error.what);
  const listed = library.value.list();
  library.value.close();
  const [summary] = listed.ok ? listed.value.snapshots : [];
  if (summary === undefined) throw new Error('The library is empty.');
  const failed = Object.values(summary.findings).reduce((total, count) => total + count, 0);
  return { home, snapshot: summary.id, objects: summary.objects, findings: failed + summary.unknown };
};

/** Made once by the program's own import, and kept until rules, generator or file format change. Copy it to work with it. */
export const bigLibrary = async (say: (line: string) => void): Promise<BigLibrary> => {
  const home = join(cache, await stamp());
  const facts = join(home, 'facts.json');
  if (existsSync(facts)) return JSON.parse(await readFile(facts, 'utf8')) as BigLibrary;
  say('making a snapshot of 50,000 objects (once, about a minute)');
  await rm(cache, { recursive: true, force: true });
  const draft = `${home}.draft`;
  await mkdir(draft, { recursive: true });
  await make(draft);
  await rename(draft, home);
  const made = factsOf(home);
  await writeFile(facts, JSON.stringify(made));
  return made;
};
