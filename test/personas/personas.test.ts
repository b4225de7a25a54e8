import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CoverageEntry, Need } from '#contract/coverage';
import type { Finding } from '#contract/finding';
import { ScanResult } from '#contract/scan-result';
import { collectedBuiltins } from '#core/collect/selection';
import { buildCli, type BuiltCli } from '#test/cli/built-cli';
import type { AuditEvent } from '#test/cluster/audit';
import { issue } from '#test/cluster/certificates';
import type { TestCluster } from '#test/cluster/cluster';
import { loadFixtures } from '#test/cluster/fixtures/load';
import { kubeconfigText } from '#test/cluster/kubeconfig';
import { developerNamespaces, type PersonaName } from '#test/cluster/personas';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { allowedCells, cellKey, countAs, listables, namespacesOf, type Listable } from './rights.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
/** Namespaces of the developer, and one where it has no right. */
const named = [...developerNamespaces, 'shop'];

await clusterSuite('scans as each persona', () => {
  let cluster: TestCluster;
  let cli: BuiltCli;
  let types: readonly Listable[];
  let namespaces: readonly string[];
  const files = new Map<string, string>();

  beforeAll(async () => {
    [cluster, cli] = await Promise.all([startCluster(), buildCli()]);
    await loadFixtures(cluster, 'small');
    // What the fixture gives every authenticated user would hide the personas' own rights.
    await cluster.api('DELETE', `${rbac}/clusterrolebindings/everyone-view`);
    [types, namespaces] = await Promise.all([listables(cluster), namespacesOf(cluster)]);
    for (const persona of ['admin', 'developer', 'auditor', 'nobody'] as const)
      files.set(persona, await cluster.writeKubeconfig(persona));
    files.set('at home', await cluster.writeKubeconfig('developer', { namespace: 'team-a' }));
  });
  afterAll(async () => {
    await cli?.close();
    await cluster?.stop();
  });

  const scan = (who: string, args: readonly string[] = []) =>
    cli.run(['scan', '--kubeconfig', files.get(who) ?? '', '--format', 'json', '--quiet', ...args]);

  const resultOf = async (who: string, args: readonly string[] = []): Promise<ScanResult> => {
    const { code, stdout, stderr } = await scan(who, args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return ScanResult.parse(JSON.parse(stdout));
  };

  const inNamespaces = (names: readonly string[]): readonly string[] => names.flatMap(name => ['--namespace', name]);

  describe('coverage is exactly what the API server allows', () => {
    const cases: readonly (readonly [string, PersonaName, readonly string[] | undefined])[] = [
      ['admin', 'admin', undefined],
      ['auditor', 'auditor', undefined],
      ['developer', 'developer', named],
      ['admin', 'admin', named],
      ['at home', 'developer', undefined],
    ];
    it.each(cases)('%s (%s) in %j', async (who, persona, only) => {
      const result = await resultOf(who, only === undefined ? [] : inNamespaces(only));
      const knowable = only ?? (who === 'at home' ? ['team-a'] : namespaces);
      const allowed = await allowedCells(cluster, persona, types, knowable);
      expect(wrongCells(result.coverage.entries, types, knowable, allowed)).toEqual([]);
    });

    it.each(['admin', 'auditor'] as const)('%s: counts are those of the lists themselves', async persona => {
      const { coverage } = await resultOf(persona);
      const wrong: string[] = [];
      for (const entry of coverage.entries.filter(({ state }) => state === 'full')) {
        const type = types.find(each => each.group === entry.group && each.resource === entry.resource);
        // Events come and go, and kubelets are no list.
        if (type === undefined || entry.resource === 'events') continue;
        const count = await countAs(cluster, persona, type, entry.namespace);
        if (count !== entry.count) wrong.push(`${entry.resource}: ${String(entry.count)} told, ${String(count)} there`);
      }
      expect(wrong).toEqual([]);
    });
  });

  describe('no rule passes on unread data', () => {
    it.each([
      ['auditor', []],
      ['developer', inNamespaces(named)],
      ['at home', ['--namespace', 'team-a']],
    ] as const)('%s', async (who, args) => {
      const [all, own] = [await resultOf('admin', args), await resultOf(who, args)];
      expect(all.findings.filter(({ status }) => status === 'fail').length).toBeGreaterThan(20);
      expect(unanswered(all.findings, own.findings)).toEqual([]);
      expect(own.summary.passed).toBeLessThanOrEqual(all.summary.passed);
      expect(new Set(own.findings.map(({ id }) => id)).size).toBe(own.findings.length);
    });
  });

  it('scans that are in each other’s way say the same', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => resultOf('auditor')));
    const [first, ...others] = results.map(({ findings, summary }) => ({
      findings: findings.map(({ id, status, message }) => [id, status, message]),
      counts: [summary.passed, summary.failed, summary.unknown],
    }));
    for (const other of others) expect(other).toEqual(first);
  });

  describe('an unknown names what would answer it', () => {
    it.each([
      ['auditor', 'auditor', []],
      ['developer', 'developer', inNamespaces(named)],
    ] as const)('%s', async (who, user, args) => {
      const unknown = (await resultOf(who, args)).findings.filter(({ status }) => status === 'unknown');
      const withoutNeeds = unknown.filter(({ needs }) => needs.length === 0);
      // Only the kubelets' own configuration: the right to reach them is never advised.
      expect(withoutNeeds.filter(({ message }) => !message.includes('kubelet'))).toEqual([]);
      const groups = Map.groupBy(
        unknown.filter(({ needs }) => needs.length > 0),
        ({ needs }) => JSON.stringify(needs),
      );
      expect(groups.size).toBeGreaterThan(0);
      const wrong: string[] = [];
      for (const [text, findings] of groups) {
        const needs = JSON.parse(text) as readonly Need[];
        expect(needs.filter(({ resource, verb }) => /[*/]/.test(resource) || verb !== 'list')).toEqual([]);
        const still = await whileGranted(cluster, user, needs, () => resultOf(who, args));
        const left = new Set(still.findings.filter(({ status }) => status === 'unknown').map(({ id }) => id));
        for (const finding of findings) if (left.has(finding.id)) wrong.push(`${finding.ruleId} after ${text}`);
      }
      expect(wrong).toEqual([]);
    });
  });

  describe('exit codes', () => {
    const cases: readonly (readonly [string, readonly string[], number])[] = [
      ['admin', [], 0],
      ['admin', ['--fail-on', 'high'], 1],
      // No kubelet runs behind the nodes: even the admin's coverage is not whole.
      ['admin', ['--min-coverage', '100'], 3],
      ['admin', ['--fail-on', 'high', '--min-coverage', '100'], 1],
      ['auditor', [], 0],
      ['auditor', ['--min-coverage', '100'], 3],
      ['auditor', ['--min-coverage', '50'], 0],
      ['auditor', ['--fail-on', 'high'], 1],
      ['auditor', ['--fail-on', 'high', '--min-coverage', '100'], 1],
      ['developer', inNamespaces(developerNamespaces), 0],
      ['developer', [...inNamespaces(developerNamespaces), '--min-coverage', '100'], 3],
      ['developer', [...inNamespaces(developerNamespaces), '--fail-on', 'high'], 1],
      ['developer', [...inNamespaces(developerNamespaces), '--fail-on', 'high', '--min-coverage', '100'], 1],
      ['developer', [], 3],
      ['nobody', [], 3],
      ['nobody', ['--fail-on', 'high', '--min-coverage', '100'], 3],
      ['nobody', inNamespaces(['shop']), 3],
    ];
    it.each(cases)('%s %j: %i', async (who, args, code) => {
      const outcome = await scan(who, args);
      expect(outcome.code).toBe(code);
      // Nothing was read: no result that could be taken for one.
      const nothing = who === 'nobody' || (who === 'developer' && args.length === 0);
      expect(outcome.stdout === '').toBe(nothing);
      const words = nothing
        ? /Nothing at all could be read[^]*--namespace/
        : code === 3
          ? /below the 100 %/
          : /^(?:|[^]*below[^]*)$/;
      expect(outcome.stderr).toMatch(words);
    });
  });

  it('the printed role gives everything that is asked for, and the printed requests are all that is sent', async () => {
    const admin = files.get('admin') ?? '';
    const role = await cli.run(['scan', '--kubeconfig', admin, '--context', 'admin', '--print-role']);
    expect(role.code).toBe(0);
    expect(parse(role.stdout)).toMatchObject({ kind: 'ClusterRole', metadata: { name: 'plumbline-capture' } });
    expect(await cluster.kubectl(['apply', '-f', '-'], role.stdout)).toMatchObject({ code: 0 });
    const binding = ['create', 'clusterrolebinding', 'capturer', '--clusterrole=plumbline-capture', '--user=capturer'];
    expect(await cluster.kubectl(binding)).toMatchObject({ code: 0 });
    await writeFile(cli.path('capturer'), capturerKubeconfig(cluster));
    files.set('capturer', cli.path('capturer'));

    const result = await resultOf('capturer');
    expect(result.target.capturedAs).toBe('capturer');
    const missed = result.coverage.entries.filter(({ state }) => !['full', 'skipped', 'not-served'].includes(state));
    expect(missed.map(({ resource, state }) => `${resource}: ${state}`)).toEqual([]);
    for (const type of types.filter(each => each.group.endsWith('example.com')))
      expect(result.coverage.entries).toContainEqual(expect.objectContaining({ resource: type.resource, state: 'full' }));

    const printed = await cli.run(['scan', '--kubeconfig', admin, '--context', 'admin', '--print-requests', '--format', 'json']);
    const { requests } = JSON.parse(printed.stdout) as { requests: readonly { method: string; path: string }[] };
    for (const who of ['capturer', 'admin', 'auditor', 'at home'] as const) {
      const before = (await cluster.auditLines()).length;
      const args = ['snapshot', '--kubeconfig', files.get(who) ?? '', '--output', cli.path(`${who}.tar.gz`), '--quiet'];
      expect(await cli.run(args)).toMatchObject({ code: 0 });
      const asked = (await cluster.auditLines())
        .slice(before)
        .filter(({ userAgent }) => userAgent?.startsWith('plumbline') === true);
      expect(asked.length).toBeGreaterThan(30);
      expect({ who, unannounced: unannounced(asked, requests) }).toEqual({ who, unannounced: [] });
    }
  });

  it.each([
    [['--print-requests', '--print-role'], []],
    [['--print-requests', '--context', 'admin'], []],
    [
      ['--print-role', '--context', 'admin'],
      ['/api', '/apis'],
    ],
  ])('%j asks for nothing but discovery, and that only of a context that was named', async (args, allowed) => {
    const before = (await cluster.auditLines()).length;
    expect(await cli.run(['snapshot', '--kubeconfig', files.get('admin') ?? '', ...args])).toMatchObject({ code: 0 });
    const asked = (await cluster.auditLines())
      .slice(before)
      .filter(({ userAgent }) => userAgent?.startsWith('plumbline') === true);
    expect(asked.map(({ requestURI }) => requestURI).sort()).toEqual(allowed);
  });
});

/** Cells that say otherwise than the API server, and resources that are not told at all. */
function wrongCells(
  entries: readonly CoverageEntry[],
  types: readonly Listable[],
  namespaces: readonly string[],
  allowed: ReadonlySet<string>,
): readonly string[] {
  const wrong: string[] = [];
  for (const type of types) {
    const own = entries.filter(({ group, resource }) => group === type.group && resource === type.resource);
    if (own.length === 0) wrong.push(`${cellKey(type, null)}: no entry`);
    if (own.some(({ state }) => state === 'skipped') && mustRead(type)) wrong.push(`${cellKey(type, null)}: skipped`);
    if (own.every(({ state }) => state === 'skipped' || state === 'not-served')) continue;
    for (const namespace of type.namespaced ? namespaces : [null]) {
      const entry = own.find(each => each.namespace === namespace) ?? own.find(each => each.namespace === null);
      const may = allowed.has(cellKey(type, namespace)) || allowed.has(cellKey(type, null));
      if (isRight(type, entry, may)) continue;
      wrong.push(`${cellKey(type, namespace)}: ${entry?.state ?? 'no entry'}, allowed: ${String(may)}`);
    }
    for (const entry of own)
      if (entry.state === 'denied' && entry.needs.length === 0)
        wrong.push(`${cellKey(type, entry.namespace)}: denied without needs`);
  }
  return wrong;
}

const isRight = (type: Listable, entry: CoverageEntry | undefined, may: boolean): boolean => {
  if (may) return entry?.state === 'full';
  // Who may not list namespaces may still read those that were named, by `get`: a part, and told so.
  if (type.group === '' && type.resource === 'namespaces' && entry?.state === 'partial') return true;
  return entry?.state === 'denied' && entry.count === 0;
};

const mustRead = ({ group, resource }: Listable): boolean =>
  collectedBuiltins.includes(group === '' ? resource : `${resource}.${group}`) || group.endsWith('example.com');

/** Failures that the admin sees and that are neither failures nor unknown in the other result. */
function unanswered(all: readonly Finding[], own: readonly Finding[]): readonly string[] {
  const failed = new Set(own.filter(({ status }) => status === 'fail').map(({ id }) => id));
  const unknown = new Set(
    own.filter(({ status }) => status === 'unknown').map(each => `${each.ruleId} ${each.resource?.name ?? ''}`),
  );
  return all
    .filter(({ status, id }) => status === 'fail' && !failed.has(id))
    .filter(({ ruleId, resource }) => {
      const namespace = resource?.kind === 'Namespace' ? resource.name : (resource?.namespace ?? '');
      return !unknown.has(`${ruleId} `) && !unknown.has(`${ruleId} ${namespace}`);
    })
    .map(({ ruleId, resource }) => `${ruleId}: ${resource?.kind ?? ''} ${resource?.namespace ?? ''}/${resource?.name ?? ''}`);
}

/** Gives the user exactly these permissions while the work runs. */
async function whileGranted<T>(cluster: TestCluster, user: string, needs: readonly Need[], work: () => Promise<T>): Promise<T> {
  const made: string[] = [];
  const make = async (path: string, body: object): Promise<void> => {
    const answer = await cluster.api('POST', path, { apiVersion: 'rbac.authorization.k8s.io/v1', ...body });
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  };
  const scopes = Map.groupBy(needs, ({ namespace }) => namespace);
  for (const [namespace, own] of scopes) {
    const [kind, root] = namespace === undefined ? ['ClusterRole', rbac] : ['Role', `${rbac}/namespaces/${namespace}`];
    const metadata = { name: 'granted' };
    const rules = own.map(({ group, resource, verb }) => ({ apiGroups: [group], resources: [resource], verbs: [verb] }));
    const [roles, bindings] = [`${root}/${kind.toLowerCase()}s`, `${root}/${kind.toLowerCase()}bindings`];
    await make(roles, { kind, metadata, rules });
    await make(bindings, {
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'granted' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    });
    made.push(`${bindings}/granted`, `${roles}/granted`);
  }
  try {
    // The authorizer learns of new bindings a moment later.
    await new Promise(resolve => setTimeout(resolve, 150));
    return await work();
  } finally {
    for (const path of made) await cluster.api('DELETE', path);
  }
}

const capturerKubeconfig = (cluster: TestCluster): string =>
  kubeconfigText({
    name: 'capturer',
    server: cluster.url,
    caPem: cluster.caPem,
    certificate: issue(cluster.authority, { commonName: 'capturer' }),
  });

const methods: Readonly<Record<string, string>> = { get: 'GET', list: 'GET', create: 'POST' };

/** Requests of the audit log that no printed line covers. */
function unannounced(asked: readonly AuditEvent[], planned: readonly { method: string; path: string }[]): readonly string[] {
  const patterns = planned.map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replaceAll(/[.?+$^()|[\]\\]/g, '\\$&').replaceAll(/\{[a-z]+\}/g, '[^/?]+')}$`),
  }));
  const sent = asked.map(({ verb, requestURI }) => ({
    method: methods[verb] ?? verb,
    uri: requestURI.replace(/&continue=[^&]*/, ''),
  }));
  return sent
    .filter(({ method, uri }) => !patterns.some(each => each.method === method && each.pattern.test(uri)))
    .map(({ method, uri }) => `${method} ${uri}`);
}
