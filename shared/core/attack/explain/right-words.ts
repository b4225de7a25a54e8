import type { RbacRef } from '#contract/rbac';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { Right } from '../edge.ts';
import { givesName } from './grants.ts';

export const refText = ({ kind, namespace, name }: RbacRef): string =>
  `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;

const listed = (items: readonly string[]): string => items.join(' or ');

/** The part of a right that this rule gives: of its verbs and resources, those that it has. */
const partOf = (rule: PolicyRule, right: Right, names: readonly string[]): string => {
  const gives = (verb: string, resource: string): boolean =>
    givesName(rule, { ...right, verbs: [verb], resources: [resource] }, names);
  const resources = right.resources.filter(resource => right.verbs.some(verb => gives(verb, resource)));
  const verbs = right.verbs.filter(verb => resources.some(resource => gives(verb, resource)));
  const group = right.group === '' || right.group === '*' ? '' : ` (${right.group})`;
  if (verbs.includes('*') && resources.includes('*')) return 'do everything';
  return `${listed(verbs)} ${listed(resources)}${group}`;
};

/** "Rule 2 of Role ci/deployer lets it create serviceaccounts/token in ci" */
export const grantText = (
  rule: PolicyRule,
  number: number,
  role: RbacRef,
  right: Right,
  about: { readonly binding: RbacRef | null; readonly names: readonly string[] },
): string => {
  const where = about.binding === null ? '' : about.binding.namespace === null ? ' everywhere' : ` in ${about.binding.namespace}`;
  const only =
    rule.resourceNames.length > 0 && right.name !== 'some'
      ? ` named ${listed(rule.resourceNames.filter(name => about.names.includes(name)).slice(0, 3))}`
      : '';
  return `rule ${number + 1} of ${refText(role)} lets it ${partOf(rule, right, about.names)}${only === ' named ' ? '' : only}${where}`;
};

export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
