import type { World } from './world.ts';

/**
 * Keeps what was made of a world for as long as it has the same list: a world is wrapped anew for each edge, and made anew for
 * each simulated change; lists that did not change are the same ones.
 */
export const keptByList = <V>(listOf: (world: World) => readonly unknown[], make: (world: World) => V): ((world: World) => V) => {
  const values = new WeakMap<readonly unknown[], { readonly value: V }>();
  return world => {
    const list = listOf(world);
    const known = values.get(list);
    if (known !== undefined) return known.value;
    const value = make(world);
    values.set(list, { value });
    return value;
  };
};
