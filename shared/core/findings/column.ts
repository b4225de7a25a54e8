/** One value a row, each distinct value once: a test of a value is made once and then looked up by number. */
export interface Column {
  readonly values: readonly string[];
  /** By row: index into `values`. */
  readonly of: Int32Array;
}

export const columnOf = <R>(rows: readonly R[], valueOf: (row: R) => string): Column => {
  const numbers = new Map<string, number>();
  const of = new Int32Array(rows.length);
  for (const [at, row] of rows.entries()) {
    const value = valueOf(row);
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
    }
    of[at] = number;
  }
  return { values: [...numbers.keys()], of };
};

/** 1 for each distinct value that passes. */
export const maskOf = ({ values }: Column, test: (value: string) => boolean): Uint8Array =>
  Uint8Array.from(values, value => (test(value) ? 1 : 0));
