import type { Permission } from '#contract/rbac';
import type { Right, RightsEdge } from '#core/attack/edge';
import { allEdges } from '#core/attack/edges/all-edges';

type Line = Omit<Permission, 'edges' | 'by'>;

/** A `?` of a right stands for some name. */
const meets = (entry: string, wanted: string): boolean =>
  entry === '*' || entry === wanted || (wanted.endsWith('?') && entry.startsWith(wanted.slice(0, -1)));

const has = (held: readonly string[], wanted: string): boolean => held.some(entry => meets(entry, wanted));

const holdsResource = (held: readonly string[], wanted: string): boolean => {
  const slash = wanted.indexOf('/');
  return has(held, wanted) || (slash >= 0 && held.includes(`*${wanted.slice(slash)}`));
};

const inPlace = ({ namespace }: Line, { where }: Right): boolean =>
  where === 'target' || namespace === null || (where !== 'cluster' && where.namespace === namespace);

const byName = ({ names }: Line, { name }: Right): boolean =>
  names.length === 0 || name === 'target' || name === 'some' || (name !== 'none' && names.includes(name.is));

const gives = (line: Line, right: Right): boolean =>
  has([line.group], right.group) &&
  right.verbs.some(verb => has(line.verbs, verb)) &&
  right.resources.some(resource => holdsResource(line.resources, resource)) &&
  inPlace(line, right) &&
  byName(line, right);

const rightsEdges = allEdges.filter((edge): edge is RightsEdge => edge.kind === 'rights');

/** Ids of the edges whose every right this one line gives: what it is worth to an attacker by itself. */
export const edgesOfPermission = (line: Line): readonly string[] =>
  line.urls.length > 0
    ? []
    : rightsEdges.filter(({ rights }) => rights.every(anyOf => anyOf.some(right => gives(line, right)))).map(({ id }) => id);
