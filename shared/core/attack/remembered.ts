import type { World } from './world.ts';

/** Keeps what was made for each key object: what is known of a world is worked out once, however many targets ask. */
export const remembered = <K extends object, V>(make: (key: K) => V): ((key: K) => V) => {
  const values = new WeakMap<K, { readonly value: V }>();
  return key => {
    const known = values.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    values.set(key, { value });
    return value;
  };
};

/** A world of which roles and bindings alone count. */
export type Ruled = Pick<World, 'policy'>;

/**
 * Keeps what was made of a policy alone. Each use looks at the world's policy, so that an edge which uses it is known to depend
 * on it, and another policy has its own.
 */
export const ofPolicy = <V>(make: (ruled: Ruled) => V): ((ruled: Ruled) => V) => {
  const values = new WeakMap<Ruled['policy'], { readonly value: V }>();
  return ({ policy }) => {
    const known = values.get(policy);
    if (known !== undefined) return known.value;
    const value = make({ policy });
    values.set(policy, { value });
    return value;
  };
};
