export interface Wanted {
  readonly key: string;
  /** Where the edge goes on. */
  readonly towards: number;
}

const apart = 34;
const margin = 26;

/** Where edges leave one side of a box: each as near to its way as can be, none on top of another. */
export const spreadPorts = (
  wanted: readonly Wanted[],
  box: { readonly x: number; readonly width: number },
): ReadonlyMap<string, number> => {
  const [left, right] = [box.x - box.width / 2 + margin, box.x + box.width / 2 - margin];
  const order = [...wanted].sort((a, b) => a.towards - b.towards || (a.key < b.key ? -1 : 1));
  const step = order.length < 2 ? 0 : Math.min(apart, (right - left) / (order.length - 1));
  const at = order.map(({ towards }) => (Math.abs(towards - box.x) < 2 ? box.x : Math.min(right, Math.max(left, towards))));
  for (let index = 1; index < at.length; index += 1) at[index] = Math.max(at[index] as number, (at[index - 1] as number) + step);
  const over = Math.max(0, (at.at(-1) ?? 0) - right);
  if (over > 0) {
    at[at.length - 1] = right;
    for (let index = at.length - 2; index >= 0; index -= 1)
      at[index] = Math.min(at[index] as number, (at[index + 1] as number) - step);
  }
  return new Map(order.map(({ key }, index) => [key, at[index] as number]));
};
