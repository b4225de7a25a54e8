import { isJsonObject } from '#contract/json';
import type { ContainerAt, PodTemplate } from '#contract/rule';
import { listAt, textAt } from './json-fields.ts';
import { at } from './pointer.ts';

const lists = [
  ['initContainers', 'init'],
  ['containers', 'container'],
  ['ephemeralContainers', 'ephemeral'],
] as const;

/** All containers of a template: init, ordinary and ephemeral, in this order, each with its pointer in the object. */
export const containersOf = (pod: PodTemplate): readonly ContainerAt[] =>
  lists.flatMap(([list, type]) =>
    listAt(pod.spec, list).flatMap((value, index) =>
      isJsonObject(value)
        ? [{ type, name: textAt(value, 'name') ?? String(index), value, path: at(pod.path, 'spec', list, index) }]
        : [],
    ),
  );
