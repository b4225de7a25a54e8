import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Requester } from '#core/rbac/policy';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { Random } from '#test/kubeconfig/random';
import { authorizerNow, create, settle } from './live-state.ts';
import { namespaces } from './generate.ts';
import { prepare } from './oracle.ts';
import { nextWrite, type Write, writersGroup, writersState } from './writes.ts';

const users = Array.from({ length: 60 }, (_, at) => `writer-${String(at)}`);
const requesterOf = (user: string): Requester => ({ user, groups: [writersGroup, 'system:authenticated'] });

await clusterSuite('escalate and bind as the API server decides', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startCluster({ controllers: quietControllers });
    await prepare(cluster);
  });
  afterAll(() => cluster?.stop());

  const write = async ({ method, path, body, contentType }: Write, { user, groups }: Requester): Promise<number> => {
    const headers = { 'impersonate-user': user, 'impersonate-group': [...groups] };
    const answer = await cluster.api(method, path, body, { headers, ...(contentType === undefined ? {} : { contentType }) });
    return answer.status;
  };

  it('600 writes of roles and bindings, real ones', async () => {
    const random = new Random(5);
    await create(cluster, writersState(random, users));
    await settle(cluster, namespaces[0]);
    const authorizer = await authorizerNow(cluster);
    const planned = users.flatMap((user, at) =>
      Array.from({ length: 10 }, (_, each) => ({ user, ...nextWrite(random, authorizer, requesterOf(user), at * 10 + each) })),
    );
    const wrong: string[] = [];
    const outcomes = new Map<string, number>();
    // One at a time for each role: two writers of one role are in each other's way.
    await inParallel([...Map.groupBy(planned, ({ path }) => path).values()], 8, async writes => {
      for (const each of writes) {
        const status = await write(each, requesterOf(each.user));
        const accepted = status === 200 || status === 201;
        if (accepted !== each.verdict.allowed || (!accepted && status !== 403 && status !== 404))
          wrong.push(`${each.what}: the API server ${String(status)}, ours ${JSON.stringify(each.verdict)}`);
        const why = each.verdict.allowed ? each.verdict.because : 'refused';
        outcomes.set(why, (outcomes.get(why) ?? 0) + 1);
      }
    });
    expect(wrong).toEqual([]);
    const counts = ['escalate', 'bind', 'held', 'refused'].map(why => outcomes.get(why) ?? 0);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(20);
  });

  it('system:masters is not checked', async () => {
    const [user = ''] = users;
    const requester = { user, groups: ['system:masters'] };
    const authorizer = await authorizerNow(cluster);
    const random = new Random(6);
    for (let number = 0; number < 20; number++) {
      const planned = nextWrite(random, authorizer, requester, 10_000 + number);
      expect(planned.verdict).toEqual({ allowed: true, because: 'masters' });
      expect([200, 201]).toContain(await write(planned, requester));
    }
  });
});
