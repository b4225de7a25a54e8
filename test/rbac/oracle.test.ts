import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCheck } from '#core/rbac/batch';
import { buildCli, type BuiltCli } from '#test/cli/built-cli';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { Random } from '#test/kubeconfig/random';
import { authorizerNow, review } from './live-state.ts';
import { checkSpeed, runOracle, specOf } from './oracle.ts';
import { nextQuery } from './queries.ts';
import { randomSpec } from './reviews.ts';

await clusterSuite('RBAC as the API server decides', () => {
  let cluster: TestCluster;
  let cli: BuiltCli;

  beforeAll(async () => {
    [cluster, cli] = await Promise.all([startCluster({ controllers: quietControllers }), buildCli()]);
  });
  afterAll(async () => {
    await cli?.close();
    await cluster?.stop();
  });

  it('5,000 reviews of generated roles and bindings', async () => {
    const { answers, allowed, reasons, roles, bindings, disagreements } = await runOracle(cluster, {
      answers: 5000,
      seed: 20,
      rounds: 2,
    });
    expect(disagreements).toEqual([]);
    expect(answers).toBe(5000);
    // What is asked lies at the boundaries: both answers are frequent, and most of the yes name a binding.
    expect(allowed).toBeGreaterThan(1000);
    expect(answers - allowed).toBeGreaterThan(1000);
    expect(reasons).toBeGreaterThan(1000);
    expect(Math.min(roles, bindings)).toBeGreaterThan(100);
  });

  it('reviews are refused where the API server refuses them', async () => {
    const random = new Random(7);
    const check = createCheck(await authorizerNow(cluster), { expandGroups: false });
    const wrong: string[] = [];
    let refused = 0;
    await inParallel(
      Array.from({ length: 600 }, () => randomSpec(random)),
      8,
      async spec => {
        const { status, allowed } = await review(cluster, spec);
        const line = JSON.stringify(spec);
        const { text, valid } = check(line);
        if (status >= 400) refused++;
        const told = `${line}: the API server ${String(status)} ${String(allowed)}, ours ${text}`;
        if (valid !== (status === 201) || (valid && text.startsWith('{"allowed":true') !== allowed)) wrong.push(told);
      },
    );
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(150);
    expect(refused).toBeLessThan(450);
  });

  it('captured and asked on the command line, it is the same', async () => {
    const random = new Random(8);
    const { policy } = await authorizerNow(cluster);
    const lines = Array.from({ length: 2000 }, () => JSON.stringify(specOf(nextQuery(random, policy))));
    const kubeconfig = await cluster.writeKubeconfig('admin');
    const { code, stdout } = await cli.run(['rbac', 'check', '--kubeconfig', kubeconfig, '--quiet'], {
      stdin: `${lines.join('\n')}\n`,
    });
    const ours = stdout.trim().split('\n');
    expect([code, ours.length]).toEqual([0, lines.length]);
    const wrong: string[] = [];
    await inParallel([...lines.entries()], 8, async ([at, line]) => {
      const { allowed } = await review(cluster, JSON.parse(line) as object);
      const told = (JSON.parse(ours[at] ?? '{}') as { readonly allowed?: unknown }).allowed;
      if (told !== allowed) wrong.push(`${line}: the API server ${String(allowed)}, ours ${String(told)}`);
    });
    expect(wrong).toEqual([]);
  });

  it('rbac check is no slower than the reviews that it stands for', async () => {
    // The figure itself (20,000 a second) is the bench's: here other tests have their share of the processor.
    expect(checkSpeed(await authorizerNow(cluster), 3, 20_000)).toBeGreaterThan(4000);
  });
});
