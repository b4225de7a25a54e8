import type { EdgeText } from '#contract/attack';
import { severities } from '#contract/finding';
import type { AttackEdge, Right } from './edge.ts';
import { allEdges } from './edges/all-edges.ts';

const versionsOf = ({ since, until }: AttackEdge): string => {
  if (since === undefined && until === undefined) return 'all versions';
  if (until === undefined) return `1.${since} and later`;
  return since === undefined ? `up to 1.${until}` : `1.${since} to 1.${until}`;
};

const nameText = (name: Right['name']): string => {
  if (name === 'target') return '';
  if (name === 'none') return ', by a rule without resourceNames';
  return name === 'some' ? ', for some name' : ` named ${name.is}`;
};

const placeText = (where: Right['where']): string => {
  if (where === 'target') return '';
  return where === 'cluster' ? ', cluster-wide' : ` in ${where.namespace}`;
};

/** `create serviceaccounts/token`; the group is told where it is not the core one. */
const rightText = ({ verbs, group, resources, where, name }: Right): string =>
  `${verbs.join('|')} ${resources.map(resource => (group === '' ? resource : `${resource} (${group})`)).join('|')}${nameText(name)}${placeText(where)}`;

const requirements = (edge: AttackEdge): string[] =>
  edge.kind === 'rights' ? edge.rights.map(anyOf => anyOf.map(rightText).join(' or ')) : [];

export const edgeText = (edge: AttackEdge): EdgeText => ({
  id: edge.id,
  row: edge.row,
  title: edge.title,
  severity: edge.severity,
  cost: edge.cost,
  from: edge.kind === 'rights' ? 'any identity' : edge.from,
  to: edge.to,
  gives: edge.gives,
  abuse: edge.abuse,
  detect: edge.detect,
  remove: edge.remove,
  requires: requirements(edge),
  mitigations: [...edge.mitigations],
  versions: versionsOf(edge),
  references: [...edge.references],
});

/** Every kind of edge for reading, worst first. */
export const edgeCatalogue = (): readonly EdgeText[] =>
  [...allEdges]
    .map(edgeText)
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1));
