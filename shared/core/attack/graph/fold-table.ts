/** Folds by what they lead to; -1: there is nothing there; undefined: not made yet. */
export interface FoldTable {
  /** To all targets of an edge in a place. */
  whole(edge: number, place: string): number | undefined;
  setWhole(edge: number, place: string, fold: number): void;
  /** To some of them, by a key. */
  get(key: string): number | undefined;
  set(key: string, fold: number): void;
}

const unknown = -2;

/** `under`: a table that stays as it is. Places have a row of numbers each, since there are many edges in each of many. */
export const createFoldTable = (edges: number, under: FoldTable | null = null): FoldTable => {
  const rows = new Map<string, Int32Array>();
  const byKey = new Map<string, number>();
  return {
    whole: (edge, place) => {
      const own = rows.get(place)?.[edge] ?? unknown;
      return own === unknown ? under?.whole(edge, place) : own;
    },
    setWhole: (edge, place, fold) => {
      const row = rows.get(place);
      if (row !== undefined) row[edge] = fold;
      else {
        const made = new Int32Array(edges).fill(unknown);
        made[edge] = fold;
        rows.set(place, made);
      }
    },
    get: key => byKey.get(key) ?? under?.get(key),
    set: (key, fold) => void byKey.set(key, fold),
  };
};
