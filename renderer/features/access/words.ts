import type { AttackChange, AttackEvidence, AttackNode, EdgeCatalogue } from '#contract/attack';
import type { Need } from '#contract/coverage';
import type { Access, Grant, RbacRef } from '#contract/rbac';
import { visible } from '#renderer/ui/visible.ts';

/** `ci/deployer`, or the name alone where there is no namespace. */
export const refName = ({ namespace, name }: RbacRef): string => (namespace === null ? name : `${namespace}/${name}`);

export const refText = (ref: RbacRef): string => `${ref.kind} ${visible(refName(ref), 200)}`;

/** The object's key in the snapshot. */
export const refKey = ({ kind, namespace, name }: RbacRef): string =>
  `rbac.authorization.k8s.io/${kind.toLowerCase()}s/${namespace ?? '_cluster'}/${name}`;

export const grantText = (grant: Grant): string =>
  `rule ${grant.rule + 1} of ${refText(grant.role)}, by ${refText(grant.binding)}`;

/** An id as a person would say it: without its kind where the name tells enough. */
export const nodeText = (id: string): string => {
  if (id === 'admin') return 'cluster admin';
  if (id === 'internet') return 'the internet';
  if (id === 'nodes') return 'every node';
  const [, rest = id] = /^[a-z]+:(.+)$/su.exec(id) ?? [];
  return visible(rest, 200);
};

export const prefixOf = (id: string): string => /^([a-z]+):/u.exec(id)?.[1] ?? '';

export const placeText = (node: Pick<AttackNode, 'kind' | 'namespace'>): string => {
  if (node.kind === 'internet') return 'Outside the cluster';
  if (node.kind === 'cloud') return 'Cloud accounts';
  return node.namespace === null ? 'Cluster-wide' : `Namespace ${visible(node.namespace, 70)}`;
};

const lower = (text: string): string => {
  const [first = ''] = Array.from(text);
  // An abbreviation stays as it is.
  return /^\p{Lu}\p{Ll}|^A /u.test(text) ? first.toLowerCase() + text.slice(first.length) : text;
};

export const edgeTitle = (catalogue: EdgeCatalogue | undefined, id: string): string =>
  catalogue?.edges.find(edge => edge.id === id)?.title ?? lower(id.replaceAll('_', ' ').toLowerCase());

/** For beside an edge: the title as a part of a sentence. */
export const edgeLabel = (catalogue: EdgeCatalogue | undefined, id: string): string => lower(edgeTitle(catalogue, id));

/** `a` for the first path; after `z` comes `aa`. */
export const letterOf = (index: number): string =>
  index < 26 ? String.fromCharCode(97 + index) : letterOf(Math.floor(index / 26) - 1) + letterOf(index % 26);

export const needText = ({ verb, group, resource, namespace }: Need): string =>
  `${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? '' : ` in ${visible(namespace, 80)}`}`;

export const isGrant = (evidence: AttackEvidence): evidence is Grant => 'binding' in evidence;

export const evidenceText = (evidence: AttackEvidence): string =>
  isGrant(evidence) ? grantText(evidence) : visible(evidence.what, 300);

export const evidenceKey = (evidence: AttackEvidence): string => (isGrant(evidence) ? refKey(evidence.role) : evidence.object);

export const accessText = (access: Access): string => {
  if ('path' in access) return `${access.verb} ${access.path}`;
  const what = `${access.resource}${access.group === '' ? '' : `.${access.group}`}${access.subresource === '' ? '' : `/${access.subresource}`}`;
  const named = access.name === '' ? '' : ` ${access.name}`;
  return visible(`${access.verb} ${what}${named}${access.namespace === '' ? '' : ` in ${access.namespace}`}`, 300);
};

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;

export const inWords = (count: number): string => numbers[count] ?? count.toLocaleString('en');

export const changeObject = (change: AttackChange): string | null => {
  if ('raise' in change) return `/namespaces/_cluster/${change.namespace}`;
  switch (change.remove) {
    case 'binding':
    case 'subject':
      return refKey(change.binding);
    case 'role':
    case 'rule':
      return refKey(change.role);
    case 'field':
    case 'object':
      return change.object;
  }
};

export const mitigationWord = (mitigation: string): string =>
  mitigation === 'pod-security' ? 'Pod Security' : mitigation.replaceAll('-', ' ');

/** A change as one would order it. */
export const changeTitle = (change: AttackChange): string => {
  if ('raise' in change) return `Raise Pod Security of ${visible(change.namespace, 80)} to ${change.level}`;
  switch (change.remove) {
    case 'binding':
      return `Remove ${refText(change.binding)}`;
    case 'subject':
      return `Take ${nodeText(change.subject)} out of ${refText(change.binding)}`;
    case 'role':
      return `Remove ${refText(change.role)}`;
    case 'rule':
      return `Remove rule ${change.rule + 1} of ${refText(change.role)}`;
    case 'field':
      return `Remove ${visible(change.path, 120)} of ${visible(change.object, 160)}`;
    case 'object':
      return `Remove ${visible(change.object, 160)}`;
  }
};
