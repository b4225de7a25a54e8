import type { Finding, Severity } from '#contract/finding';
import type { ObjectRef } from '#contract/kube';
import type { RuleCard } from '#contract/rule';
import { displayWidth, padEnd, wrap } from './display-width.ts';
import { severityTones, type Paint } from './paint.ts';
import { visibleText } from './visible-text.ts';

export type CardOf = (ruleId: string) => Pick<RuleCard, 'what'> | undefined;

const wordWidth = 'CRITICAL'.length + 2;
const indent = '  ';

/** `shop/Deployment/api`; without a namespace, `ClusterRole/view`. */
export const objectText = (resource: ObjectRef): string =>
  `${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.kind}/${resource.name}`;

const sourceText = (finding: Finding): string =>
  finding.source === undefined ? '' : visibleText(`${finding.source.file}:${finding.source.line}`);

/** Messages name their object; where one does not, or names only a child of the one to edit, the object goes first. */
const claimText = ({ resource, message }: Finding): string =>
  visibleText(
    resource === null || (message.includes(resource.kind) && message.includes(resource.name))
      ? message
      : `${objectText(resource)}: ${message}`,
  );

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

interface Row {
  readonly claim: string;
  readonly source: string;
}

/** Rows that read the same (several places behind one line) stand once, with their number. */
const rowsOf = (group: Group): readonly Row[] => {
  const counts = new Map<string, Row & { readonly count: number }>();
  for (const finding of group.findings) {
    const claim = claimText(finding);
    const source = sourceText(finding);
    const key = `${claim}\n${source}`;
    counts.set(key, { claim, source, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].map(({ claim, source, count }) => ({
    claim: count === 1 ? claim : `${claim} (${count} times)`,
    source,
  }));
};

/** The claim, and where it stands on the same line if both fit, else below. */
const rowLines = ({ claim, source }: Row, width: number | null): readonly string[] => {
  const whole = `${indent}${claim}${source === '' ? '' : `  ${source}`}`;
  if (width === null || displayWidth(whole) <= width) return [whole];
  const hanging = indent + indent;
  const room = Math.max(20, width - hanging.length);
  const lines = wrap(claim, room).map((line, index) => `${index === 0 ? indent : hanging}${line}`);
  // A path stays in one piece, so that a terminal can open it.
  return source === '' ? lines : [...lines, `${hanging}${source}`];
};

/** One block a severity and rule: the claim and its fix once, then a line for each object. No finding is left out. */
export const findingLines = (
  findings: readonly Finding[],
  cardOf: CardOf,
  width: number | null,
  paint: Paint,
): readonly string[] =>
  groupsOf(findings).flatMap(group => [
    ...headOf(group, cardOf, width, paint),
    ...rowsOf(group).flatMap(row => rowLines(row, width)),
    '',
  ]);
