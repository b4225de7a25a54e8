import { numberAt } from '#kube/json-fields';
import type { Reached, Target } from '../edge.ts';
import { remembered } from '../remembered.ts';
import type { Workload, World } from '../world.ts';
import { namesInRules, type Asked } from './rule-names.ts';

const podsWereSeen: (world: World) => boolean = remembered(world => world.list('pods').length > 0);

/** Whether code runs there now; manifests, which hold no pods, say only what will. */
const runs = (world: World, workload: Workload): boolean =>
  workload.pods > 0 || (!podsWereSeen(world) && numberAt(workload.object, 'spec', 'replicas') !== 0);

/** The running workloads of a namespace, as what rules on pods can open: by each pod's name that a rule says, and by any name. */
export function* podTargets(
  world: World,
  namespace: string,
  asked: Asked,
  reached: (workload: Workload) => Reached | undefined,
): Iterable<Target> {
  for (const workload of world.workloadsIn(namespace)) {
    const found = runs(world, workload) ? reached(workload) : undefined;
    if (found !== undefined) yield { id: workload.id, name: '', ...found };
  }
  for (const name of namesInRules(world, asked)) {
    const workload = world.workloadOfPod(namespace, name);
    const found = workload === undefined ? undefined : reached(workload);
    if (workload !== undefined && found !== undefined) yield { id: workload.id, name, ...found };
  }
}
