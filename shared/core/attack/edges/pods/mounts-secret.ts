import type { AttackEvidence } from '#contract/attack';
import type { FoundEdge } from '#core/attack/edge';
import { because, seen, together, uncertain } from '#core/attack/reached';
import { secretId, type Workload, type World } from '#core/attack/world';
import { containerName, containersIn } from '#core/attack/workloads/containers-of';
import { mountedVolumes } from '#core/attack/workloads/tokens';
import { field, listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { workloadResources } from '#kube/pod-templates';

type Use = readonly [secret: string, evidence: AttackEvidence];

const byVolume = (world: World, workload: Workload): readonly Use[] => {
  if (
    !listAt(workload.podSpec, 'volumes').some(one => field(one, 'secret') !== undefined || field(one, 'projected') !== undefined)
  )
    return [];
  const mounted = mountedVolumes(workload);
  return listAt(workload.podSpec, 'volumes').flatMap((volume, index): Use[] => {
    const name = textAt(volume, 'name') ?? '';
    // What no container mounts is in none of them.
    if (!mounted.has(name)) return [];
    const base = at(workload.podSpecPath, 'volumes', index);
    const use = (secret: string | undefined, path: string): Use[] =>
      secret === undefined || secret === ''
        ? []
        : [[secret, seen(world, workload.object, path, `Volume ${name} is Secret ${secret}.`)]];
    return [
      ...use(textAt(volume, 'secret', 'secretName'), at(base, 'secret', 'secretName')),
      ...listAt(volume, 'projected', 'sources').flatMap((source, place) =>
        use(textAt(source, 'secret', 'name'), at(base, 'projected', 'sources', place, 'secret', 'name')),
      ),
    ];
  });
};

const byEnvironment = (world: World, workload: Workload): readonly Use[] =>
  containersIn(workload).flatMap(container => {
    const use = (secret: string | undefined, path: string): Use[] =>
      secret === undefined || secret === ''
        ? []
        : [[secret, seen(world, workload.object, path, `The environment of the ${containerName(container)} has it.`)]];
    return [
      ...listAt(container.value, 'env').flatMap((variable, index) =>
        use(textAt(variable, 'valueFrom', 'secretKeyRef', 'name'), at(container.path, 'env', index)),
      ),
      ...listAt(container.value, 'envFrom').flatMap((source, index) =>
        use(textAt(source, 'secretRef', 'name'), at(container.path, 'envFrom', index)),
      ),
    ];
  });

export const mountsSecret: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'secret',
  id: 'MOUNTS_SECRET',
  row: 'P1',
  title: 'A pod holds a Secret',
  severity: 'low',
  cost: 0,
  gives: 'The values of the Secret.',
  abuse: 'They lie in the container’s file system or environment, where whoever runs code in it can read them.',
  detect: 'Use of the credential from elsewhere; reads of a mounted Secret leave no trace in the API server.',
  remove: 'Mount only what the program needs, key by key.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/concepts/configuration/secret/', 'https://attack.mitre.org/techniques/T1552/'],
  reads: workloadResources,
  *find(world) {
    for (const workload of world.workloads) {
      const bySecret = new Map<string, AttackEvidence[]>();
      for (const [secret, evidence] of [...byVolume(world, workload), ...byEnvironment(world, workload)])
        bySecret.set(secret, [...(bySecret.get(secret) ?? []), evidence]);
      for (const [secret, evidence] of bySecret) {
        const exists = world.get('secrets', workload.namespace, secret) !== undefined;
        const needs = exists ? [] : world.missing('secrets', workload.namespace);
        if (!exists && needs.length === 0) continue;
        yield {
          from: workload.id,
          to: secretId(workload.namespace, secret),
          ...together(because(...evidence), uncertain(needs)),
        };
      }
    }
  },
};
