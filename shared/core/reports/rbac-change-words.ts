import type { AttackPath } from '#contract/attack';
import type { Grant, RbacRef } from '#contract/rbac';
import type { PathChange, RbacChange, RightsChange } from '#contract/rbac-change';
import { grouped, plural } from './plural.ts';

/** Sentences about changed rights that the terminal and Markdown say alike. */

export const refWords = ({ kind, namespace, name }: RbacRef): string =>
  `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;

const mostListed = 8;
const listed = (texts: readonly string[]): string =>
  texts.length <= mostListed
    ? texts.join(', ')
    : `${texts.slice(0, mostListed).join(', ')} and ${grouped(texts.length - mostListed)} more`;

/** `get, list pods, secrets (apps) named tls` */
export const rightsWords = ({ verbs, resources, urls, group, names }: RightsChange): string =>
  [
    verbs.includes('*') ? 'every verb on' : listed(verbs),
    listed([...resources, ...urls].map(one => (one === '*' ? 'every resource' : one))),
    ...(group === '' ? [] : [group === '*' ? '(every group)' : `(${group})`]),
    ...(names.length === 0 ? [] : [`named ${listed(names)}`]),
  ].join(' ');

export const placeWords = (namespace: string | null): string => (namespace === null ? 'cluster-wide' : `in ${namespace}`);

export const grantWords = ({ binding, role, rule }: Grant): string =>
  `${refWords(binding)}, rule ${rule + 1} of ${refWords(role)}`;

const pathWords = ({ steps }: AttackPath): string =>
  steps.map(({ edge, to }, at) => `${at === 0 ? '' : ' '}-${edge}-> ${to}`).join('');

/** `sa:ci/deployer -TOKEN_REQUEST-> sa:ci/admin -CLUSTER_ADMIN-> admin` with how the cost changed. */
export const wayWords = ({ from, path, costBefore, costAfter }: PathChange): string => {
  const way = path === null ? '' : ` ${pathWords(path)}`;
  if (costBefore === null) return `${from}${way} (cost ${String(costAfter)})`;
  if (costAfter === null) return `${from}${way} (was cost ${String(costBefore)})`;
  return `${from}${way} (cost ${String(costBefore)}, now ${String(costAfter)})`;
};

/** What changes in one sentence. */
export const changeWords = ({ subjects, subjectCount, gainedCount, lostCount, objectCount, paths }: RbacChange): string => {
  if (subjectCount === 0 && (paths === null || paths.gainedCount + paths.lostCount === 0))
    return objectCount === 0
      ? 'No role and no binding changes.'
      : `${plural(objectCount, 'role or binding differs', 'roles and bindings differ')}, and nobody’s rights change.`;
  const gaining = subjects.filter(({ gainedCount }) => gainedCount > 0).length;
  const losing = subjects.filter(({ lostCount }) => lostCount > 0).length;
  const rights = [
    ...(gainedCount === 0
      ? []
      : [`${plural(gaining, 'subject gains', 'subjects gain')} ${plural(gainedCount, 'right', 'rights')}`]),
    ...(lostCount === 0 ? [] : [`${plural(losing, 'subject loses', 'subjects lose')} ${plural(lostCount, 'right', 'rights')}`]),
  ];
  const ways = paths === null ? [] : waysWords(paths);
  return `${[...rights, ...ways].join('; ')}.`;
};

const waysWords = ({
  reachingBefore,
  reachingAfter,
  gainedCount,
  lostCount,
}: NonNullable<RbacChange['paths']>): readonly string[] =>
  gainedCount + lostCount === 0
    ? ['no way to admin changes']
    : [`${grouped(reachingAfter)} identities and workloads reach admin, ${grouped(reachingBefore)} did before`];
