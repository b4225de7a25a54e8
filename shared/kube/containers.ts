import { isJsonObject } from '#contract/json';
import type { ContainerAt, PodTemplate } from '#contract/rule';
import { listAt, textAt } from './json-fields.ts';
import { at } from './pointer.ts';

const lists = [
  ['initContainers', 'init'],
  ['containers', 'container'],
  ['ephemeralContainers', 'ephemeral'],
] as const;

const collect = (pod: PodTemplate): readonly ContainerAt[] => {
  const containers: ContainerAt[] = [];
  for (const [list, type] of lists) {
    const base = at(pod.path, 'spec', list);
    listAt(pod.spec, list).forEach((value, index) => {
      if (isJsonObject(value))
        containers.push({ type, name: textAt(value, 'name') ?? String(index), value, path: at(base, index) });
    });
  }
  return containers;
};

// Every rule asks for them, and a template lives as long as its snapshot.
const known = new WeakMap<PodTemplate, readonly ContainerAt[]>();

/** All containers of a template: init, ordinary and ephemeral, in this order, each with its pointer in the object. */
export const containersOf = (pod: PodTemplate): readonly ContainerAt[] => {
  const found = known.get(pod) ?? collect(pod);
  known.set(pod, found);
  return found;
};
