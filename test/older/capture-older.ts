/**
 * Capture and coverage against older API servers, compared with the current one; not part of `npm test`, since a first
 * build of a server takes minutes.
 *
 *   node test/older/capture-older.ts [--versions v1.28.15,v1.29.15]
 *
 * Each server holds the `small` fixtures and is scanned by the built command line as each persona; the admin's snapshot
 * is verified too. Versions that cannot be built are told with the reason. The exit code is 1 when fewer than two ran or
 * something that must hold on every server did not.
 */
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import type { CoverageEntry } from '#contract/coverage';
import { ScanResult } from '#contract/scan-result';
import { buildCli, type BuiltCli } from '#test/cli/built-cli';
import type { TestCluster } from '#test/cluster/cluster';
import { onEach, type OlderOutcome } from '#test/cluster/older';
import { developerNamespaces, personaNames, type PersonaName } from '#test/cluster/personas';
import { current, kubernetesVersion, older } from '#test/cluster/versions';

interface Scanned {
  readonly version: string;
  readonly persona: PersonaName;
  readonly exit: number | null;
  /** Undefined where nothing could be read. */
  readonly result: ScanResult | undefined;
}

/** The developer may list no namespaces, and names its own. */
const namespacesOf = (persona: PersonaName): readonly string[] =>
  persona === 'developer' ? developerNamespaces.flatMap(name => ['--namespace', name]) : [];

const scanAs = async (cli: BuiltCli, cluster: TestCluster, persona: PersonaName): Promise<Scanned> => {
  const kubeconfig = await cluster.writeKubeconfig(persona);
  const args = ['scan', '--kubeconfig', kubeconfig, '--format', 'json', '--quiet', ...namespacesOf(persona)];
  const { code, stdout, stderr } = await cli.run(args);
  if (code !== 0 && code !== 3) throw new Error(`scan as ${persona}: exit ${String(code)}: ${stderr}`);
  const result = stdout === '' ? undefined : ScanResult.parse(JSON.parse(stdout));
  return { version: cluster.version, persona, exit: code, result };
};

const verifySnapshot = async (cli: BuiltCli, cluster: TestCluster): Promise<void> => {
  const bundle = cli.path(`${cluster.version}.tar.gz`);
  const kubeconfig = await cluster.writeKubeconfig('admin');
  const snapshot = await cli.run(['snapshot', '--kubeconfig', kubeconfig, '--output', bundle, '--quiet']);
  const verified = await cli.run(['verify', bundle]);
  if (snapshot.code !== 0 || verified.code !== 0) throw new Error(`snapshot or verify: ${snapshot.stderr}${verified.stderr}`);
};

const tally = (texts: readonly string[]): string =>
  [...Map.groupBy(texts, text => text)]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([text, all]) => `${String(all.length)} ${text}`)
    .join(', ');

const rowOf = ({ version, persona, exit, result }: Scanned): readonly string[] => {
  if (result === undefined) return [version, persona, String(exit), '-', '-', '-', '-', '-'];
  const { critical, high, medium, low } = result.summary.findings;
  return [
    version,
    persona,
    String(exit),
    String(result.summary.objects),
    `${String(result.coverage.percent)} %`,
    [critical, high, medium, low].join('/'),
    String(result.summary.unknown),
    tally(result.coverage.entries.map(entry => entry.state)),
  ];
};

const print = (rows: readonly (readonly string[])[]): void => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
};

const cellOf = ({ group, resource, namespace }: CoverageEntry): string =>
  `${resource}${group === '' ? '' : `.${group}`}${namespace === null ? '' : ` in ${namespace}`}`;

const states = (result: ScanResult): ReadonlyMap<string, string> =>
  new Map(result.coverage.entries.map(entry => [cellOf(entry), entry.state]));

const findings = (result: ScanResult): ReadonlyMap<string, string> =>
  new Map(
    result.findings.map(({ id, status, ruleId, resource }) => [
      id,
      `${status} ${ruleId} ${resource === null ? 'cluster' : `${resource.kind} ${resource.namespace ?? ''}/${resource.name}`}`,
    ]),
  );

/** What an older server's scan has otherwise than the current one's, each line once. */
const differences = (now: ScanResult, then: ScanResult): readonly string[] => {
  const [nowStates, thenStates] = [states(now), states(then)];
  const cells = [...new Set([...nowStates.keys(), ...thenStates.keys()])].toSorted();
  const [nowFindings, thenFindings] = [findings(now), findings(then)];
  return [
    ...cells
      .filter(cell => nowStates.get(cell) !== thenStates.get(cell))
      .map(cell => `coverage of ${cell}: ${nowStates.get(cell) ?? 'no entry'} now, ${thenStates.get(cell) ?? 'no entry'} there`),
    ...[...nowFindings].filter(([id]) => !thenFindings.has(id)).map(([, text]) => `only now: ${text}`),
    ...[...thenFindings].filter(([id]) => !nowFindings.has(id)).map(([, text]) => `only there: ${text}`),
  ];
};

/** Whatever the server's age: nothing that it serves fails, and the admin reads everything. */
const broken = ({ version, persona, exit, result }: Scanned): readonly string[] => {
  if (persona === 'nobody') return exit === 3 && result === undefined ? [] : [`${version}: nobody read something`];
  if (result === undefined) return [`${version}: ${persona} read nothing`];
  return result.coverage.entries
    .filter(entry => isWrong(entry, persona))
    .map(entry => `${version}, ${persona}: ${cellOf(entry)} is ${entry.state}: ${entry.reason}`);
};

const isWrong = ({ resource, state }: CoverageEntry, persona: PersonaName): boolean => {
  // No kubelet runs behind the nodes of the fixtures.
  if (resource === 'kubeletconfigs') return false;
  if (state === 'denied') return persona === 'admin';
  // Its own namespaces by name, which is a part.
  return state === 'failed' || (state === 'partial' && !(persona === 'developer' && resource === 'namespaces'));
};

/** A line that stood for an earlier persona is not told again. */
const compare = (scans: readonly Scanned[]): void => {
  const told = new Set<string>();
  for (const persona of personaNames) {
    const now = scans.find(scan => scan.version === current.kubernetes && scan.persona === persona)?.result;
    for (const { version, result } of scans.filter(scan => scan.persona === persona && scan.version !== current.kubernetes)) {
      if (now === undefined || result === undefined) continue;
      const lines = differences(now, result).filter(line => !told.has(`${version} ${line}`));
      for (const line of lines) told.add(`${version} ${line}`);
      console.log(
        `\n${version} as ${persona}, otherwise than ${current.kubernetes}:${lines.length === 0 ? ' nothing more' : ''}`,
      );
      for (const line of lines) console.log(`  ${line}`);
    }
  }
};

const tellOutcomes = (outcomes: readonly OlderOutcome[]): void => {
  for (const { version, problem } of outcomes) if (problem !== undefined) console.log(`${version}: not run: ${problem}`);
};

/** Served since the discovery of all groups in one answer: what the scan got is told by its type. */
const discoveryOf = async (cluster: TestCluster): Promise<string> => {
  const accept = ['v2', 'v2beta1'].map(v => `application/json;g=apidiscovery.k8s.io;v=${v};as=APIGroupDiscoveryList`).join(',');
  const { headers } = await cluster.api('GET', '/apis', undefined, { headers: { accept: `${accept},application/json` } });
  return String(headers['content-type']).replace('application/json;', '');
};

/** The printed role, given to someone who has nothing else, must be accepted by the server as it is. */
const checkRole = async (cli: BuiltCli, cluster: TestCluster): Promise<void> => {
  const kubeconfig = await cluster.writeKubeconfig('admin');
  const printed = await cli.run(['scan', '--kubeconfig', kubeconfig, '--print-role']);
  const role: unknown = parse(printed.stdout);
  const answer = await cluster.api('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', role);
  if (answer.status !== 201) throw new Error(`--print-role: ${JSON.stringify(answer.body)}`);
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { versions: { type: 'string' } } });
  const versions = values.versions?.split(',').map(kubernetesVersion) ?? older;
  const cli = await buildCli();
  const scans: Scanned[] = [];
  const work = async (cluster: TestCluster): Promise<void> => {
    // What the fixture gives every authenticated user would hide the personas' own rights.
    await cluster.api('DELETE', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/everyone-view');
    console.log(`${cluster.version}: discovery ${await discoveryOf(cluster)}`);
    for (const persona of personaNames) scans.push(await scanAs(cli, cluster, persona));
    await verifySnapshot(cli, cluster);
    await checkRole(cli, cluster);
  };
  try {
    const outcomes = await onEach([current, ...versions], work);
    console.log();
    print([['server', 'persona', 'exit', 'objects', 'coverage', 'c/h/m/l', 'unknown', 'states of entries'], ...scans.map(rowOf)]);
    compare(scans);
    console.log();
    tellOutcomes(outcomes);
    const wrong = scans.flatMap(broken);
    for (const line of wrong) console.log(`WRONG ${line}`);
    const ran = outcomes.filter(({ version, problem }) => problem === undefined && version !== current.kubernetes).length;
    console.log(`${String(ran)} older servers; ${wrong.length === 0 ? 'all as it must be' : `${String(wrong.length)} wrong`}`);
    process.exitCode = ran >= Math.min(2, versions.length) && wrong.length === 0 ? 0 : 1;
  } finally {
    await cli.close();
  }
};

await main();
