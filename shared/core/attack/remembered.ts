import { looksOf } from './policy-looks.ts';

/** Keeps what was made for each key object: what is known of a world is worked out once, however many targets ask. */
export const remembered = <K extends object, V>(make: (key: K) => V): ((key: K) => V) => {
  const values = new WeakMap<K, { readonly value: V; readonly looked: boolean }>();
  return key => {
    const looks = looksOf(key);
    const known = values.get(key);
    if (known !== undefined) {
      // Whoever uses what was made of the policy looked at the policy.
      if (known.looked && looks !== undefined) looks.count += 1;
      return known.value;
    }
    const before = looks?.count ?? 0;
    const value = make(key);
    values.set(key, { value, looked: (looks?.count ?? 0) > before });
    return value;
  };
};
