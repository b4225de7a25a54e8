import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#contract/json';
import { loadSources, type KubeconfigSources } from '#node/kubeconfig/sources';
import { loadTlsMaterial } from '#node/transport/tls-material';
import { findBinaries } from '#test/cluster/binaries';
import { createAuthority } from '#test/cluster/certificates';
import { clusterFields, contextFields, kubectlFields, userFields } from './as-kubectl.ts';
import { generateSet, type Certificates, type GeneratedSet } from './generate.ts';
import { kubectl, namedEntries, parseConfig } from './kubectl.ts';
import { refusal } from './refusals.ts';

/**
 * The same files, read by the real kubectl and by us.
 *
 * Where we deliberately tell more or stay stricter than kubectl:
 * 1. One broken file (syntax, wrong type, wrong kind, duplicate names) makes kubectl refuse the whole list; we tell it as a
 *    problem of the source and go on with the good files and entries. Compared with kubectl on the good files alone.
 * 2. A context whose user is named but not defined: kubectl goes on without credentials; we say that the user is missing.
 * 3. A cluster without a server: kubectl turns to http://localhost:8080; we say that the server is missing.
 * 4. The auth-providers gcp, azure and unknown ones: kubectl fails on connecting; we say so in the list.
 * 5. A `KUBECONFIG` that names only missing files: kubectl has an empty configuration and a warning; we say kubeconfig-missing.
 * 6. A server whose URL holds a user name or password: kubectl may send it; we refuse it.
 * 7. Entries without a name, a tokenFile that cannot be read, and what kubectl only tells on connecting are told in the list.
 * 8. An exec plugin of an unknown version beside a plain http server: kubectl never runs it there; we refuse the context.
 */

// About 3,500 runs of kubectl: a bit more than a minute on two idle cores. Another seed gives other sets.
const total = Number(process.env['PLUMBLINE_KUBECTL_SETS'] ?? 2000);
const firstSeed = Number(process.env['PLUMBLINE_KUBECTL_SEED'] ?? 1);
const inParallel = 4;

const binaries = await findBinaries();
const program = binaries.found ? binaries.paths.kubectl : '';
if (!binaries.found) console.warn(`kubectl is missing, so nothing is compared with it. Next: ${binaries.command}`);
if (!binaries.found && process.env['CI'] !== undefined) throw new Error(`kubectl is missing: ${binaries.reasons.join('; ')}`);

let root = '';
let certificates: Certificates = { pairs: [] };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-kubectl-'));
  const pairs = Array.from({ length: 4 }, (_, index) => createAuthority(`ca ${index}`)).map(({ cert, key }) => ({
    certificate: cert,
    key,
  }));
  certificates = { pairs };
});

afterAll(() => rm(root, { recursive: true, force: true }));

const load = (set: GeneratedSet): Promise<KubeconfigSources> =>
  loadSources({ flag: set.flag, env: set.env, home: set.env['HOME'] ?? '' });

describe.skipIf(!binaries.found)('kubeconfig, as the real kubectl reads it', () => {
  it(`${total} generated sets of files, from seed ${firstSeed}`, { timeout: 1_200_000 }, async () => {
    const tally = { sets: 0, whole: 0, withoutBroken: 0, minified: 0, refusalsCompared: 0, refused: 0 };
    const failures: unknown[] = [];
    const seeds = Array.from({ length: total }, (_, index) => firstSeed + index);
    await Promise.all(
      Array.from({ length: inParallel }, async () => {
        for (let seed = seeds.shift(); seed !== undefined && failures.length < 5; seed = seeds.shift())
          await checkSet(seed, tally).catch((error: unknown) => failures.push(error));
      }),
    );
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
    console.info(`compared with kubectl: ${JSON.stringify(tally)}`);
    expect(tally.sets).toBe(total);
    expect(Math.min(tally.whole, tally.withoutBroken, tally.minified, tally.refused)).toBeGreaterThan(total / 40);
  });
});

/** An equality whose failure says what it was about. */
const agree = (actual: unknown, expected: unknown, about: string): void =>
  expect({ about, is: actual }).toEqual({ about, is: expected });

interface Tally {
  sets: number;
  whole: number;
  withoutBroken: number;
  minified: number;
  refusalsCompared: number;
  refused: number;
}

async function checkSet(seed: number, tally: Tally): Promise<void> {
  const folder = join(root, String(seed));
  const set = generateSet(seed, folder, certificates);
  try {
    const ours = await load(set);
    const view = await kubectl(program, set, ['config', 'view', '--raw', '--merge', '-o', 'json']);
    tally.sets += 1;
    if (view.code === 0) {
      checkMerged(set, ours, parseConfig(view.stdout));
      tally.whole += 1;
      await checkOneContext(set, ours, tally);
    } else await checkBroken(set, ours, view.stderr, tally);
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const mainConfig = (ours: KubeconfigSources): NonNullable<ReturnType<KubeconfigSources['config']>> => {
  const config = ours.config(ours.sources[0]?.id ?? '');
  if (config === undefined) throw new Error('no main source');
  return config;
};

function checkMerged(set: GeneratedSet, ours: KubeconfigSources, kubectlConfig: JsonObject): void {
  const config = mainConfig(ours);
  expect(config.currentContext).toBe(kubectlConfig['current-context'] ?? '');
  compare(config.clusters, namedEntries(kubectlConfig, 'clusters', 'cluster'), clusterFields);
  compare(config.users, namedEntries(kubectlConfig, 'users', 'user'), userFields);
  compare(config.contexts, namedEntries(kubectlConfig, 'contexts', 'context'), contextFields);
  if (ours.contexts.length === 0) expect(ours.problem).not.toBeNull();
  if (set.files.every(file => file.state === 'missing')) expect(ours.problem?.code).toBe('kubeconfig-missing');
}

function compare<T extends { readonly file: string | null }>(
  ours: ReadonlyMap<string, T>,
  theirs: ReadonlyMap<string, JsonObject>,
  fields: (entry: T) => JsonObject,
): void {
  const plain = Object.fromEntries([...ours].map(([name, entry]) => [`=${name}`, fields(entry)]));
  const expected = Object.fromEntries(
    [...theirs].map(([name, entry]) => [`=${name}`, kubectlFields(entry, ours.get(name)?.file ?? null)]),
  );
  expect(plain).toEqual(expected);
}

/** kubectl refuses the list (difference 1): we say why, and agree with kubectl about what is left. */
async function checkBroken(set: GeneratedSet, ours: KubeconfigSources, stderr: string, tally: Tally): Promise<void> {
  const broken = set.files.filter(file => file.state === 'broken');
  agree(broken.length > 0, true, stderr);
  const told = [...(ours.sources[0]?.problems ?? []), ...ours.contexts.flatMap(context => context.problems)].join('\n');
  const wholeFiles = broken.filter(file => told.includes(file.path));
  expect(told).not.toBe('');
  if (set.how !== 'list' || wholeFiles.length !== broken.length) return;
  // Entries of a file that is only partly broken stay in our list; kubectl has no opinion about those.
  const good = set.files.filter(file => file.state === 'good').map(file => file.path);
  const rest: GeneratedSet = {
    ...set,
    env: { ...set.env, KUBECONFIG: good.join(delimiter) },
    files: set.files.filter(file => file.state === 'good'),
  };
  if (good.length === 0) return;
  const view = await kubectl(program, rest, ['config', 'view', '--raw', '-o', 'json']);
  agree(view.code, 0, view.stderr);
  checkMerged(rest, await load(rest), parseConfig(view.stdout));
  const usable = new Set(mainConfig(ours).contexts.keys());
  for (const name of namedEntries(parseConfig(view.stdout), 'contexts', 'context').keys()) expect(usable).toContain(name);
  tally.withoutBroken += 1;
}

/** One context: by turns with every file read (relative paths lead both to the same bytes), or used: what kubectl refuses, we refuse. */
async function checkOneContext(set: GeneratedSet, ours: KubeconfigSources, tally: Tally): Promise<void> {
  const names = [...mainConfig(ours).contexts.keys()].filter(name => name !== '');
  const name = names[set.seed % Math.max(1, names.length)];
  if (name === undefined) return;
  if (set.seed % 2 === 0) await checkRefusal(set, ours, name, tally);
  else await checkFlattened(set, ours, name, tally);
}

async function checkFlattened(set: GeneratedSet, ours: KubeconfigSources, name: string, tally: Tally): Promise<void> {
  const flat = await kubectl(program, set, [
    'config',
    'view',
    '--minify',
    '--flatten',
    `--context=${name}`,
    '--merge',
    '-o',
    'json',
  ]);
  const config = mainConfig(ours);
  const context = config.contexts.get(name);
  if (flat.code === 0) {
    const answer = parseConfig(flat.stdout);
    // `--minify` leaves out an entry without a name, even where a context without a cluster would get it.
    const cluster = context?.cluster === '' ? undefined : config.clusters.get(context?.cluster ?? '');
    const user = context?.user === '' ? undefined : config.users.get(context?.user ?? '');
    const [theirCluster] = namedEntries(answer, 'clusters', 'cluster').values();
    const [theirUser] = namedEntries(answer, 'users', 'user').values();
    await sameBytes(theirCluster, 'certificate-authority-data', cluster?.caFile, cluster?.caData);
    await sameBytes(theirUser, 'client-certificate-data', user?.certFile, user?.certData);
    await sameBytes(theirUser, 'client-key-data', user?.keyFile, user?.keyData);
    tally.minified += 1;
  } else agree(ours.resolve({ name }).ok, false, flat.stderr);
}

async function checkRefusal(set: GeneratedSet, ours: KubeconfigSources, name: string, tally: Tally): Promise<void> {
  const answer = await kubectl(program, set, [`--context=${name}`, 'get', '--raw', '/version', '--request-timeout=2s']);
  const resolved = ours.resolve({ name });
  const theirs = refusal(answer.stderr);
  const material = resolved.ok ? await loadTlsMaterial(resolved.value, Date.now()) : resolved;
  const said = material.ok ? 'usable' : material.error.what;
  const note = `kubectl: ${answer.stderr}, we: ${said}`;
  if (theirs === 'refused') agree(material.ok, false, note);
  if (theirs === 'tried') agree(material.ok || deliberate(said), true, note);
  if (theirs !== 'asked') tally.refusalsCompared += 1;
  if (theirs === 'refused') tally.refused += 1;
}

/** Differences 2 to 8 above: what we refuse and kubectl tries. */
const deliberate = (what: string): boolean =>
  /is not defined|names no cluster|no server is given|auth-provider|tokenFile .* cannot be read|which kubectl dropped|user name or password|v1 and v1beta1 are known/.test(
    what,
  );

async function sameBytes(
  theirs: JsonObject | undefined,
  field: string,
  file: string | undefined,
  data: Uint8Array | null | undefined,
): Promise<void> {
  const expected = theirs?.[field];
  const ours = data ?? (file === undefined || file === '' ? null : await readFile(file));
  agree(ours === null ? '' : Buffer.from(ours).toString('base64'), expected ?? '', field);
}
