import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createAttackModel } from '#core/attack/attack-model';
import { policyOf } from '#core/rbac/policy-of';
import { allEdges } from '#core/attack/edges/all-edges';
import { readBundle } from '#node/bundle/bundle-file';
import { demoFile } from '#node/demo/demo-files';
const pause = async () => {};
const read = await readBundle(demoFile('demo.tar.gz'), { pause } as any);
if (!read.ok) throw new Error(JSON.stringify(read.error));
const index = createSnapshotIndex(read.value.snapshot);
let t = performance.now();
const model = await createAttackModel({ index, policy: policyOf(index), edges: allEdges, pause });
console.log('model', Math.round(performance.now() - t));
const filter = { edges: null, namespaces: null, severity: null, hideBaseline: false };
for (const [from, to] of [
  ['internet', 'admin'],
  ['workload:support-legacy-ticketing/Deployment/attachment-scanner', 'admin'],
  ['internet', 'node:prod-eu-1-worker-general-0'],
  ['internet', 'cloud:aws/arn:aws:iam::111122223333:role/prod-eu-1-fraud-scoring'],
] as const) {
  t = performance.now();
  const a = await model.paths({ snapshot: '', from, to, k: 8, filter });
  if (!a.ok) {
    console.log(from, to, a.error);
    continue;
  }
  console.log('\n', from, '→', to, a.value.answer, 'more', a.value.more, Math.round(performance.now() - t), 'ms');
  for (const p of a.value.paths)
    console.log('  ', p.cost, p.severity, p.blocked ? 'BLOCKED' : '', p.steps.map(s => `${s.edge}>${s.to}`).join('  '));
  for (const s of a.value.paths[0]?.steps ?? [])
    console.log(
      '      what:',
      s.what,
      '|',
      s.by
        .map((b: any) => b.what ?? b.binding?.name)
        .join(';')
        .slice(0, 200),
    );
}
