import type { Rights, Target } from '../edge.ts';
import { because, seen } from '../reached.ts';
import type { World } from '../world.ts';

/** Changing one ConfigMap of kube-system. */
export const changesSystemMap = (map: string): Rights => [
  [
    {
      verbs: ['update', 'patch'],
      group: '',
      resources: ['configmaps'],
      where: { namespace: 'kube-system' },
      name: { is: map },
    },
  ],
];

/** What is to be had by it, where the ConfigMap is there; `why` says what that shows. */
export const whereSystemMap = (map: string, id: string, why: string) =>
  function* (world: World): Iterable<Target> {
    const object = world.get('configmaps', 'kube-system', map);
    if (object !== undefined) yield { id, name: '', ...because(seen(world, object, '', why)) };
  };
