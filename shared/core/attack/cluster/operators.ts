import type { AttackEvidence } from '#contract/attack';
import { listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { seen } from '../reached.ts';
import { remembered } from '../remembered.ts';
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
  /** Words of a command by which the same image does something else. */
  readonly otherwise?: readonly string[];
}

/** The last part of an image’s name, without tag and digest. */
const lastPart = (image: string): string => {
  const [name = ''] = image.split('@', 1);
  const last = name.slice(name.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return colon < 0 ? last : last.slice(0, colon);
};

interface Found {
  readonly workload: Workload;
  readonly path: string;
  /** Of the container whose image it is. */
  readonly command: readonly unknown[];
}

/** Workloads by the last part of each of their images’ names, and by their own name and label; made once for all programs. */
const byName: (workloads: readonly Workload[]) => ReadonlyMap<string, readonly Found[]> = remembered(workloads => {
  const found = new Map<string, Found[]>();
  const put = (key: string, one: Found): void => {
    const known = found.get(key);
    if (known === undefined) found.set(key, [one]);
    else if (known.at(-1)?.workload !== one.workload) known.push(one);
  };
  for (const workload of workloads) {
    for (const container of containersIn(workload)) {
      const image = textAt(container.value, 'image');
      if (image !== undefined && image !== '')
        put(`image ${lastPart(image)}`, {
          workload,
          path: at(container.path, 'image'),
          command: [...listAt(container.value, 'command'), ...listAt(container.value, 'args')],
        });
    }
    const here = { workload, path: workload.podSpecPath, command: [] };
    put(`name ${workload.name}`, here);
    const label = workload.podLabels['app.kubernetes.io/name'];
    if (label !== undefined && label !== workload.name) put(`name ${label}`, here);
  }
  return found;
});

export const runningProgram = (world: World, { name, images, workloads = [], otherwise = [] }: Program): readonly Running[] => {
  const all = byName(world.workloads);
  const found = [...images.map(image => `image ${image}`), ...workloads.map(one => `name ${one}`)].flatMap(
    key => all.get(key) ?? [],
  );
  const doesIt = found.filter(({ command }) => !command.some(word => typeof word === 'string' && otherwise.includes(word)));
  return doesIt.map(({ workload, path }) => {
    const what = `${workload.namespace}/${workload.name} runs ${name} as ${workload.serviceAccount}.`;
    return { workload, evidence: seen(world, workload.object, path, what) };
  });
};
