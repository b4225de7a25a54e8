/**
 * How often a world's policy was looked at: so that it is known which edges depend on roles and bindings, and have to be asked
 * again where a question changes these.
 */
const looks = new WeakMap<object, { count: number }>();

export const countLooks = (world: object): { count: number } => {
  const counter = { count: 0 };
  looks.set(world, counter);
  return counter;
};

/** Undefined for what is no world. */
export const looksOf = (world: object): { count: number } | undefined => looks.get(world);

/**
 * A look that makes nobody depend on it: names that rules say are asked for whoever holds such a rule, and a change that takes
 * the last of them takes the holder, too.
 */
export const unnoticed = <V>(world: object, look: () => V): V => {
  const counter = looks.get(world);
  const before = counter?.count ?? 0;
  const found = look();
  if (counter !== undefined) counter.count = before;
  return found;
};
