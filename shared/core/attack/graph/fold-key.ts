/** All namespaces as the place of a fold. */
export const everywhere = '*';

/** The key of a fold: edge, place and, where rights are limited to one, the target's name. */
export const foldKey = (plan: number, place: string, name: string | null): string =>
  name === null ? `${plan}\n${place}` : `${plan}\n${place}\n${name}`;
