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
