import type { AttackFilter } from '#contract/attack';
import type { AttackEdge } from '#core/attack/edge';
import { createAttackModel, type AttackModel } from '#core/attack/attack-model';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createAuthorizer } from '#core/rbac/authorizer';
import { createCheck } from '#core/rbac/batch';
import { policyOf } from '#core/rbac/policy-of';
import { whatCan } from '#core/rbac/what-can';
import { whoCan } from '#core/rbac/who-can';
import { rbacCluster, type RbacSize } from './rbac-cluster.ts';

/** Milliseconds of one thing, each round. */
export interface Timing {
  readonly what: string;
  /** In milliseconds, unless the name says otherwise. */
  readonly limit: number | null;
  readonly ms: readonly number[];
}

export interface RbacFigures {
  readonly counts: Readonly<Record<string, number>>;
  readonly timings: readonly Timing[];
  /** Peak resident memory in MB with the objects, and what of it the objects alone take. */
  readonly peakMb: number;
  readonly objectsMb: number;
  readonly checkLines: number;
}

const open: AttackFilter = { edges: null, namespaces: null, severity: null, hideBaseline: true };

/** As the core's own: gives other work a turn after 20 ms. */
const createPause = (): (() => Promise<void>) => {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 20) return;
    await new Promise(resolve => setImmediate(resolve));
    last = performance.now();
  };
};

const residentMb = (): number => process.memoryUsage().rss / 1e6;

export interface RoundOptions {
  readonly size: RbacSize;
  readonly edges: readonly AttackEdge[];
  readonly rounds: number;
  /** Limits of the large size, or the one of the small. */
  limit(what: string): number | null;
  say(line: string): void;
}

export const measureRbac = async ({ size, edges, rounds, limit, say }: RoundOptions): Promise<RbacFigures> => {
  const { snapshot, counts } = rbacCluster(size);
  globalThis.gc?.();
  const objectsMb = residentMb();
  const timings = new Map<string, number[]>();
  const time = async <T>(what: string, ask: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const answer = await ask();
    const ms = performance.now() - start;
    timings.set(what, [...(timings.get(what) ?? []), ms]);
    say(`${what}: ${ms.toFixed(1)} ms`);
    return answer;
  };
  const started = performance.now();
  const index = createSnapshotIndex(snapshot);
  const policy = policyOf(index);
  const authorizer = createAuthorizer(policy);
  const rights = performance.now() - started;
  const model = await createAttackModel({ index, policy, edges, pause: createPause() });
  const whole = performance.now() - started;
  timings.set('index: rights and graph', [whole]);
  say(`index: ${whole.toFixed(0)} ms, ${rights.toFixed(0)} of it rights; ${residentMb().toFixed(0)} MB`);
  await time('all subjects’ distance to admin', () => model.distanceToAdmin('sa:default/default'));
  const peakMb = Math.max(residentMb(), process.resourceUsage().maxRSS / 1e3);
  const access = { verb: 'get', group: '', resource: 'secrets', subresource: '', namespace: 'team-1-dev', name: '' };
  for (let round = 0; round < rounds; round++) {
    await time('who-can', () =>
      whoCan(authorizer, index, { access, somewhere: false, hideBaseline: false, offset: 0, limit: 100 }),
    );
    await time('one subject’s permissions', () =>
      whatCan(authorizer, index, { subject: 'sa:team-0-test/deployer', namespace: null, hideBaseline: false }, () => []),
    );
    await askGraph(model, time);
  }
  return {
    counts,
    timings: [...timings].map(([what, ms]) => ({ what, ms, limit: limit(what) })),
    peakMb,
    objectsMb,
    checkLines: linesInASecond(createCheck(authorizer, { expandGroups: true }), size),
  };
};

const changes = [
  { remove: 'binding', binding: { kind: 'ClusterRoleBinding', namespace: null, name: 'ci-admin' } },
  { remove: 'binding', binding: { kind: 'RoleBinding', namespace: 'team-1-dev', name: 'deployer' } },
  { raise: 'pod-security', namespace: 'team-1-dev', level: 'restricted' },
] as const;

const askGraph = async (model: AttackModel, time: <T>(what: string, ask: () => T | Promise<T>) => Promise<T>): Promise<void> => {
  const query = { snapshot: '', to: 'admin', filter: open };
  for (const change of changes) {
    const name = 'raise' in change ? 'Pod Security level' : change.binding.kind;
    await time(`simulate: ${name}`, () => model.simulate({ ...query, changes: [change], from: null }));
  }
  await time('choke points', () => model.chokePoints({ ...query, limit: 10 }));
  await time('paths to admin, 10 best, with fixes', () => model.paths({ ...query, from: 'sa:team-1-dev/deployer', k: 10 }));
  await time('blast radius of a workload', () =>
    model.neighbours({ ...query, node: 'workload:team-1-dev/Deployment/app-1', direction: 'out', depth: 6 }),
  );
  await time('what reaches admin, 3 steps', () => model.neighbours({ ...query, node: 'admin', direction: 'in', depth: 3 }));
  await time('completion', () => model.nodes({ snapshot: '', text: 'deployer', limit: 20 }));
};

const linesInASecond = (check: ReturnType<typeof createCheck>, { namespaces }: RbacSize): number => {
  const lines = Array.from({ length: 20_000 }, (_, index) => {
    const place = `team-${Math.floor(((index * 7) % namespaces) / 4)}-dev`;
    return JSON.stringify({
      user: `system:serviceaccount:${place}:app-${1 + (index % 3)}`,
      resourceAttributes: {
        verb: index % 2 === 0 ? 'get' : 'list',
        resource: index % 3 === 0 ? 'secrets' : 'pods',
        namespace: place,
      },
    });
  });
  const start = performance.now();
  for (const line of lines) check(line);
  return Math.round(lines.length / ((performance.now() - start) / 1000));
};
