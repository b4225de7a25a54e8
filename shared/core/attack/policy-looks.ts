/**
 * How often a world's policy was looked at: so that it is known which edges depend on roles and bindings, and have to be asked
 * again where a question changes these.
 */
const looks = new WeakMap<object, Looks>();

export interface Looks {
  /** At roles and bindings. */
  count: number;
  /** At what rules say, whoever is bound: another binding makes no difference to it. */
  rules: number;
}

export const countLooks = (world: object): Looks => {
  const counter = { count: 0, rules: 0 };
  looks.set(world, counter);
  return counter;
};

/** Undefined for what is no world. */
export const looksOf = (world: object): Looks | undefined => looks.get(world);

/** A look at what rules say (which names, for example): it is asked again where roles change, and not for another binding. */
export const unnoticed = <V>(world: object, look: () => V): V => {
  const counter = looks.get(world);
  const before = counter?.count ?? 0;
  const found = look();
  if (counter !== undefined) {
    counter.count = before;
    counter.rules += 1;
  }
  return found;
};
