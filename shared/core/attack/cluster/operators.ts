import type { AttackEvidence } from '#contract/attack';
import { parseImage } from '#kube/image-reference';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { seen } from '../reached.ts';
import { containersIn } from '../workloads/containers-of.ts';
import type { Workload, World } from '../world.ts';

/** A controller that is there, with what shows it. */
export interface Running {
  readonly workload: Workload;
  readonly evidence: AttackEvidence;
}

/** How a controller is known: by the last part of its image’s name, or by the name that its makers give the workload. */
export interface Program {
  readonly name: string;
  readonly images: readonly string[];
  readonly workloads?: readonly string[];
}

const lastPart = (repository: string): string => repository.slice(repository.lastIndexOf('/') + 1);

const byImage = (world: World, workload: Workload, { name, images }: Program): AttackEvidence | undefined => {
  for (const container of containersIn(workload)) {
    const image = parseImage(textAt(container.value, 'image') ?? '');
    if (image === undefined || !images.includes(lastPart(image.repository))) continue;
    const what = `${workload.namespace}/${workload.name} runs ${name} as ${workload.serviceAccount}.`;
    return seen(world, workload.object, at(container.path, 'image'), what);
  }
  return undefined;
};

export const runningProgram = (world: World, program: Program): readonly Running[] =>
  world.workloads.flatMap(workload => {
    const label = workload.podLabels['app.kubernetes.io/name'];
    const named = program.workloads?.some(name => name === workload.name || name === label) === true;
    const evidence = named
      ? seen(
          world,
          workload.object,
          workload.podSpecPath,
          `${workload.namespace}/${workload.name} is ${program.name}, as ${workload.serviceAccount}.`,
        )
      : byImage(world, workload, program);
    return evidence === undefined ? [] : [{ workload, evidence }];
  });
