import type { Finding, Severity } from '#contract/finding';
import type { ObjectRef } from '#contract/kube';
import type { RuleCard } from '#contract/rule';
import { columnsText } from './columns.ts';
import { padEnd, wrap } from './display-width.ts';
import { severityTones, type Paint } from './paint.ts';
import { visibleText } from './visible-text.ts';

export type CardOf = (ruleId: string) => Pick<RuleCard, 'what'> | undefined;

const wordWidth = 'CRITICAL'.length + 2;
const indent = '  ';

/** `shop/Deployment/api`; without a namespace, `ClusterRole/view`. */
export const objectText = (resource: ObjectRef): string =>
  `${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.kind}/${resource.name}`;

const containerText = (finding: Finding): string => {
  const container = finding.at?.container;
  return container === undefined || finding.message.includes(container) ? '' : ` [${container}]`;
};

/** Where it stands, if that is not the object to edit. */
const childText = (finding: Finding): string => {
  const { resource, at } = finding;
  if (resource === null || at === null) return '';
  return at.resource.kind === resource.kind && at.resource.name === resource.name
    ? ''
    : ` → ${at.resource.kind}/${at.resource.name}`;
};

const sourceText = (finding: Finding): string =>
  finding.source === undefined ? '' : `${finding.source.file}:${finding.source.line}`;

const rowOf = (finding: Finding): readonly string[] => [
  finding.resource === null ? 'the cluster' : `${objectText(finding.resource)}${childText(finding)}${containerText(finding)}`,
  finding.message,
  sourceText(finding),
];

interface Group {
  readonly severity: Severity;
  readonly ruleId: string;
  readonly findings: readonly Finding[];
}

/** Neighbours of one severity and rule: the order of findings is the result's. */
const groupsOf = (findings: readonly Finding[]): readonly Group[] => {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.ruleId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(group => {
    const first = group[0];
    return first === undefined ? [] : [{ severity: first.severity, ruleId: first.ruleId, findings: group }];
  });
};

const headOf = (group: Group, cardOf: CardOf, width: number | null, paint: Paint): readonly string[] => {
  const first = group.findings[0];
  const count = group.findings.length === 1 ? '1 finding' : `${group.findings.length} findings`;
  const claim = visibleText(cardOf(group.ruleId)?.what ?? first?.message ?? '', 200);
  const text = `${claim} (${visibleText(group.ruleId)}, ${count}${group.findings.some(each => each.fixable) ? ', patch available' : ''})`;
  const room = width === null ? Infinity : Math.max(20, width - wordWidth);
  const claimLines = wrap(text, room).map((line, index) =>
    index === 0
      ? `${paint(padEnd(group.severity.toUpperCase(), wordWidth), ...severityTones[group.severity])}${paint(line, 'bold')}`
      : `${' '.repeat(wordWidth)}${paint(line, 'bold')}`,
  );
  const fixLines = wrap(`Fix: ${visibleText(first?.fix ?? '')}`, room).map(
    line => `${' '.repeat(wordWidth)}${paint(line, 'dim')}`,
  );
  return [...claimLines, ...fixLines];
};

const rowsOf = (group: Group, width: number | null): readonly string[] => {
  const inner = width === null ? null : width - indent.length;
  const bound = (share: number): { max?: number } => (inner === null ? {} : { max: Math.max(20, Math.floor(inner * share)) });
  const columns = [
    { title: '', ...bound(0.38) },
    { title: '', flexible: true },
    { title: '', ...bound(0.27) },
  ];
  return columnsText(columns, group.findings.map(rowOf), inner).map(line => `${indent}${line}`);
};

/** One block a severity and rule: the claim and its fix once, then a line for each object. Every finding has its line. */
export const findingLines = (
  findings: readonly Finding[],
  cardOf: CardOf,
  width: number | null,
  paint: Paint,
): readonly string[] =>
  groupsOf(findings).flatMap(group => [...headOf(group, cardOf, width, paint), ...rowsOf(group, width), '']);
