/** `12,345`. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 finding`, `1,234 findings`. */
export const plural = (count: number, one: string, many: string): string => `${grouped(count)} ${count === 1 ? one : many}`;
