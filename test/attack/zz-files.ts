import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createWorld } from '#core/attack/create-world';
import { policyOf } from '#core/rbac/policy-of';
import { allEdges } from '#core/attack/edges/all-edges';
import { buildGraph } from '#core/attack/graph/build-graph';
import { graphSteps } from '#test/attack/edge-cases/graph-steps';

import { globSync, readFileSync } from 'node:fs';
import { parseManifests } from '#core/manifests/parse-manifests';
import { manifestSnapshot } from '#core/manifests/manifest-snapshot';
import { createFingerprints } from '#node/fingerprints';
const files = globSync(process.argv[2] + '/**/*.yaml')
  .sort()
  .map(path => ({ path, text: readFileSync(path, 'utf8') }));
const parsed = parseManifests(files, { namespace: 'default' });
const { snapshot } = manifestSnapshot(
  parsed,
  { name: 'x', readAt: '2026-01-01T00:00:00Z', toolVersion: '0' },
  createFingerprints(new Uint8Array(32)),
);
const index = createSnapshotIndex(snapshot);
const t0 = performance.now();
const world = createWorld(index, policyOf(index));
console.log('workloads', world.workloads.length, 'ns', world.namespaces.length, 'minor', world.minor);
const only = process.argv[3]?.split(',');
for (const edge of allEdges) {
  if (only && !only.includes(edge.id)) continue;
  if (!only && /^R([1-9]|1\d|2[0-6])$/.test(edge.row)) continue;
  if (edge.kind === 'found') {
    const found = [...edge.find(world)];
    const blocked = found.filter(f => f.blockedBy.length).length,
      unc = found.filter(f => f.uncertain.length).length;
    if (found.length) console.log(`\n${edge.id} (${edge.row}) ${found.length} blocked ${blocked} unc ${unc}`);
    for (const f of found.slice(0, only ? 400 : 6))
      console.log(
        '   ',
        f.from,
        '→',
        f.to,
        f.blockedBy.map(b => b.mitigation).join(),
        '|',
        f.evidence.map((e: any) => e.what).join(' '),
      );
  } else {
    const steps = (await graphSteps(edge, [edge], world)).filter(s => !s.from.startsWith('role:'));
    const uniq = [...new Set(steps.map(s => `${s.from} → ${s.to}${s.blocked ? ' BLOCKED' : ''}${s.uncertain ? ' ?' : ''}`))];
    if (uniq.length) console.log(`\n${edge.id} (${edge.row}) rights ${uniq.length}`);
    for (const s of uniq.slice(0, only ? 400 : 12)) console.log('   ', s);
  }
}
console.log('ms', Math.round(performance.now() - t0));
