import type { Target } from '../edge.ts';
import { open } from '../reached.ts';
import type { World } from '../world.ts';
import { namesInRules, type Asked } from './rule-names.ts';

/** One harm, for whoever has the right to any name, and for whoever has it to the name of something that is there. */
export function* harmByName(world: World, id: string, asked: Asked, exists: (name: string) => boolean): Iterable<Target> {
  yield { id, name: '', ...open };
  for (const name of namesInRules(world, asked)) if (exists(name)) yield { id, name, ...open };
}
