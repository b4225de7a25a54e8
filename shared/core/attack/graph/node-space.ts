import { attackKinds, nodeParts, type NodeParts } from './node-ids.ts';

/**
 * Nodes by number. Folds are nodes of the graph that nobody sees: many starts lead into one, and it leads to all of a place.
 */
export interface NodeSpace {
  readonly count: () => number;
  find(id: string): number | undefined;
  /** Undefined for what is no id of a node. */
  intern(id: string): number | undefined;
  /** '' for a fold. */
  id(node: number): string;
  isFold(node: number): boolean;
  /** Index in `attackKinds`; 255 for a fold. */
  kind(node: number): number;
  fold(place: string): number;
  /** The namespace whose targets a fold leads to; `*` for all, '' for those of the cluster. */
  place(fold: number): string;
}

export const foldKind = 255;

/** `under`: a space that stays as it is and whose nodes come first. */
export const createNodeSpace = (under: NodeSpace | null = null): NodeSpace => {
  const first = under?.count() ?? 0;
  const ids: string[] = [];
  const kinds: number[] = [];
  const numbers = new Map<string, number>();
  const push = (id: string, kind: number): number => {
    ids.push(id);
    kinds.push(kind);
    return first + ids.length - 1;
  };
  const find = (id: string): number | undefined => under?.find(id) ?? numbers.get(id);
  const kind = (node: number): number => (under !== null && node < first ? under.kind(node) : (kinds[node - first] ?? foldKind));
  return {
    count: () => first + ids.length,
    find,
    intern: id => {
      const known = find(id);
      if (known !== undefined) return known;
      const parts = nodeParts(id);
      if (parts === undefined) return undefined;
      const made = push(id, attackKinds.indexOf(parts.kind));
      numbers.set(id, made);
      return made;
    },
    id: node =>
      under !== null && node < first ? under.id(node) : kinds[node - first] === foldKind ? '' : (ids[node - first] ?? ''),
    kind,
    isFold: node => kind(node) === foldKind,
    // A fold's place stands where others have their id: there are hundreds of thousands.
    fold: place => push(place, foldKind),
    place: node => (under !== null && node < first ? under.place(node) : (ids[node - first] ?? '')),
  };
};

/** Of a node that is none of the folds. */
export const partsOf = (space: NodeSpace, node: number): NodeParts => {
  const parts = nodeParts(space.id(node));
  if (parts === undefined) throw new Error('A fold has no parts.');
  return parts;
};
