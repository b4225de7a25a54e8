import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createWorld } from '#core/attack/create-world';
import { policyOf } from '#core/rbac/policy-of';
import { allEdges } from '#core/attack/edges/all-edges';
import { rbacCluster } from '#test/bench/rbac-cluster';
const n = Number(process.argv[2] ?? 2000);
const snapshot = rbacCluster({ namespaces: n, nodes: n / 2 }).snapshot;
const index = createSnapshotIndex(snapshot);
const world = createWorld(index, policyOf(index));
let t = performance.now();
console.log('workloads', world.workloads.length, Math.round(performance.now() - t));
const rows: [string, number, number][] = [];
for (const edge of allEdges) {
  t = performance.now();
  let count = 0;
  const own = Object.create(world);
  if (edge.kind === 'found') for (const _ of edge.find(own)) count++;
  else for (const ns of edge.scope === 'cluster' ? [''] : world.namespaces) for (const _ of edge.targets(own, ns)) count++;
  rows.push([edge.id, performance.now() - t, count]);
}
rows.sort((a, b) => b[1] - a[1]);
for (const [id, ms, count] of rows.slice(0, 40)) console.log(id.padEnd(34), Math.round(ms), count);
console.log(
  'total',
  Math.round(rows.reduce((a, r) => a + r[1], 0)),
  rows.reduce((a, r) => a + r[2], 0),
);
