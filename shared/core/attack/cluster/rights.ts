import type { Right, Target } from '../edge.ts';
import { open, together, uncertain } from '../reached.ts';
import type { Reached } from '../edge.ts';
import type { World } from '../world.ts';
import { namesInRules } from '../edges/rule-names.ts';

type Where = Right['where'];

/** To make an object: the request carries no name. */
export const creates = (group: string, resources: readonly string[], where: Where): Right => ({
  verbs: ['create'],
  group,
  resources,
  where,
  name: 'none',
});

/** To change objects that are there: any, or those that a rule names. */
export const changes = (
  group: string,
  resources: readonly string[],
  where: Where,
  verbs: readonly string[] = ['update', 'patch'],
): Right => ({
  verbs,
  group,
  resources,
  where,
  name: 'target',
});

/** To make objects, or to change those that are there. */
export const writes = (group: string, resources: readonly string[], where: Where): readonly Right[] => [
  creates(group, resources, where),
  changes(group, resources, where),
];

/** Which objects a right to a name may be used on. */
export interface Named {
  readonly right: Right;
  /** The list in which they stand, `pods` for `pods/log`. */
  readonly list: string;
  readonly namespace?: string;
  /** Narrower: not each of them will do. */
  readonly suits?: (name: string) => boolean;
}

/**
 * One end for whoever holds the right to any name, and for whoever holds it to the name of an object that is there. Where the
 * list was not read the object may be there.
 */
export function* endByName(
  world: World,
  end: { readonly id: string } & Partial<Reached>,
  ...all: readonly Named[]
): Iterable<Target> {
  yield { ...open, ...end, name: '' };
  for (const { right, list, namespace, suits = () => true } of all)
    for (const name of namesInRules(world, right)) {
      const needs = world.missing(list, namespace);
      const exists =
        namespace === undefined
          ? world.list(list).some(({ metadata }) => metadata.name === name)
          : world.get(list, namespace === '' ? undefined : namespace, name) !== undefined;
      if (exists ? suits(name) : needs.length > 0) {
        const reached = { ...open, ...end };
        yield { ...(exists ? reached : together(reached, uncertain(needs))), id: end.id, name };
      }
    }
}
