import type { Need } from '#contract/coverage';
import { type Grant, type RbacRef } from '#contract/rbac';
import { visibleText } from '#core/reports/visible-text';

export const refText = ({ kind, namespace, name }: RbacRef): string =>
  visibleText(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`, 400);

/** Rules are counted from 1 for people, as lines are. */
export const grantText = ({ binding, role, rule, subject }: Grant): string =>
  `${refText(binding)} gives ${visibleText(subject, 300)} rule ${rule + 1} of ${refText(role)}`;

export const needText = ({ verb, group, resource, namespace }: Need): string =>
  `${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? '' : ` in ${namespace}`}`;

const most = 6;

/** What was not read and what the answer leaves open, a line each. */
export const gapLines = (needs: readonly Need[], caveats: readonly string[]): string[] => [
  ...(needs.length === 0
    ? []
    : [
        `not read: ${needs.slice(0, most).map(needText).join(', ')}${needs.length > most ? ` and ${needs.length - most} more` : ''}`,
      ]),
  ...caveats.map(caveat => `note: ${visibleText(caveat, 500)}`),
];

export const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
