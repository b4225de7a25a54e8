/**
 * Compares our answers with SubjectAccessReviews of a real API server, over generated roles and bindings.
 *
 *     node test/rbac/oracle.ts --answers 200000 [--seed 1]
 */
import { parseArgs } from 'node:util';
import type { Authorizer } from '#core/rbac/authorizer';
import type { GrantIndex, Policy } from '#core/rbac/policy';
import { createCheck } from '#core/rbac/batch';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { quietControllers, startCluster } from '#test/cluster/start';
import { Random } from '#test/kubeconfig/random';
import { boundaryObjects } from './boundaries.ts';
import { generate, namespaces } from './generate.ts';
import { authorizerNow, create, readRbac, remove, review, settle } from './live-state.ts';
import { nextQuery, type Query } from './queries.ts';

export interface OracleResult {
  readonly answers: number;
  readonly allowed: number;
  /** Reviews whose reason names a binding that is among the grants we gave. */
  readonly reasons: number;
  readonly roles: number;
  readonly bindings: number;
  /** Each as a sentence. */
  readonly disagreements: readonly string[];
}

/** The spec of a review. */
export const specOf = ({ requester, access }: Query): object => ({
  ...(requester.user === '' ? {} : { user: requester.user }),
  ...(requester.groups.length === 0 ? {} : { groups: requester.groups }),
  ...(isResourceAccess(access) ? { resourceAttributes: access } : { nonResourceAttributes: access }),
});

/** The API server's own words for a grant. */
const reasonOf = (policy: Policy, { binding: at, subject: index }: GrantIndex): string => {
  const binding = policy.bindings[at];
  if (binding === undefined) return '';
  const { kind, namespace, name } = binding.ref;
  const listed = binding.object['subjects'] as readonly Readonly<Record<string, string>>[];
  const subject = listed[index] ?? {};
  const who =
    subject['kind'] === 'ServiceAccount'
      ? `${subject['name'] ?? ''}/${subject['namespace'] || (namespace ?? '')}`
      : (subject['name'] ?? '');
  const title = namespace === null ? name : `${name}/${namespace}`;
  return `RBAC: allowed by ${kind} ${JSON.stringify(title)} of ${binding.roleRef.kind} ${JSON.stringify(binding.roleRef.name)} to ${subject['kind'] ?? ''} ${JSON.stringify(who)}`;
};

interface Tally {
  answers: number;
  allowed: number;
  reasons: number;
  readonly disagreements: string[];
}

const compareOne = async (cluster: TestCluster, authorizer: Authorizer, query: Query, tally: Tally): Promise<void> => {
  const spec = specOf(query);
  const { status, allowed, reason } = await review(cluster, spec);
  const decision = authorizer.decide(query.requester, query.access);
  tally.answers++;
  const told = `${JSON.stringify(spec)}: the API server ${String(status)} ${String(allowed)} (${String(reason ?? '')}), ours ${String(decision.allowed)}`;
  if (status !== 201 || (allowed === true) !== (decision.allowed === true)) return void tally.disagreements.push(told);
  if (decision.allowed !== true) return;
  tally.allowed++;
  if (decision.authorizer !== null) return;
  if (decision.grants.some(grant => reasonOf(authorizer.policy, grant) === reason)) tally.reasons++;
  else tally.disagreements.push(`${told}: no grant of ours is that binding`);
};

/** One round: add and take away, wait, read back, ask. */
const round = async (
  cluster: TestCluster,
  random: Random,
  number: number,
  questions: number,
  tally: Tally,
): Promise<Authorizer> => {
  await create(cluster, generate(random, number));
  const ours = (await readRbac(cluster)).filter(
    ({ metadata }) => /-\d+-\d+$/.test(metadata.name) && !metadata.name.startsWith('zz-mark'),
  );
  await remove(
    cluster,
    ours.filter(() => random.chance(0.25)),
  );
  await settle(cluster, namespaces[0]);
  const authorizer = await authorizerNow(cluster);
  const queries = Array.from({ length: questions }, () => nextQuery(random, authorizer.policy));
  await inParallel(queries, 12, query => compareOne(cluster, authorizer, query, tally));
  return authorizer;
};

export const prepare = async (cluster: TestCluster): Promise<void> => {
  for (const name of namespaces)
    await cluster.api('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
};

export const runOracle = async (
  cluster: TestCluster,
  options: { readonly answers: number; readonly seed: number; readonly rounds: number; readonly told?: (text: string) => void },
): Promise<OracleResult> => {
  const random = new Random(options.seed);
  const tally: Tally = { answers: 0, allowed: 0, reasons: 0, disagreements: [] };
  await prepare(cluster);
  await create(cluster, boundaryObjects());
  let authorizer: Authorizer | undefined;
  for (let number = 1; number <= options.rounds; number++) {
    const questions = Math.ceil((options.answers - tally.answers) / (options.rounds - number + 1));
    authorizer = await round(cluster, random, number, questions, tally);
    options.told?.(
      `round ${String(number)}: ${String(tally.answers)} answers, ${String(tally.allowed)} allowed, ${String(tally.disagreements.length)} disagreements`,
    );
  }
  const { roles, bindings } = authorizer?.policy ?? { roles: [], bindings: [] };
  return { ...tally, roles: roles.length, bindings: bindings.length };
};

/** The same queries through `rbac check`, as fast as it goes; answers a second. */
export const checkSpeed = (authorizer: Authorizer, seed: number, count: number): number => {
  const random = new Random(seed);
  const lines = Array.from({ length: count }, () => JSON.stringify(specOf(nextQuery(random, authorizer.policy))));
  const check = createCheck(authorizer, { expandGroups: false });
  const start = performance.now();
  for (const line of lines) check(line);
  return count / ((performance.now() - start) / 1000);
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { answers: { type: 'string', default: '200000' }, seed: { type: 'string', default: '1' } },
  });
  const answers = Number(values.answers);
  const cluster = await startCluster({ controllers: quietControllers });
  const start = performance.now();
  try {
    const rounds = Math.max(1, Math.round(answers / 4000));
    const told = (text: string): void => void process.stdout.write(`${text}\n`);
    const { disagreements, ...result } = await runOracle(cluster, { answers, seed: Number(values.seed), rounds, told });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    told(
      JSON.stringify({
        ...result,
        seed: Number(values.seed),
        disagreements: disagreements.length,
        seconds: Number(seconds),
        server: cluster.version,
      }),
    );
    for (const text of disagreements.slice(0, 20)) told(text);
    process.exitCode = disagreements.length === 0 ? 0 : 1;
  } finally {
    await cluster.stop();
  }
};

if (process.argv[1] === import.meta.filename) await main();
