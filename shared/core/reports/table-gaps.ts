import type { CoverageState } from '#contract/coverage';
import type { Finding } from '#contract/finding';
import type { ScanResult } from '#contract/scan-result';
import { gapGroups, needText, type GapGroup } from './coverage-gaps.ts';
import { displayWidth, padEnd, wrap } from './display-width.ts';
import type { Paint } from './paint.ts';
import { visibleText } from './visible-text.ts';

const indent = '  ';
const shownNames = 8;

const someOf = (names: readonly string[]): string =>
  names.length <= shownNames
    ? names.join(', ')
    : `${names.slice(0, shownNames).join(', ')} and ${names.length - shownNames} more`;

/** A label in its column, then text that wraps beside it. */
const labelled = (rows: readonly (readonly [string, string])[], width: number | null): readonly string[] => {
  const column = Math.max(0, ...rows.map(([label]) => displayWidth(visibleText(label)))) + 2;
  const room = width === null ? Infinity : Math.max(20, width - indent.length - column);
  return rows.flatMap(([label, text]) =>
    wrap(visibleText(text, 3_000), room).map(
      (line, index) => `${indent}${padEnd(index === 0 ? visibleText(label) : '', column)}${line}`,
    ),
  );
};

const whatOf = (gap: GapGroup): string => {
  const where = gap.namespaces.length === 0 ? '' : ` in ${someOf(gap.namespaces)}`;
  // What nobody asked for is an aside; what was asked for and is missing is named in full.
  const aside = gap.state === 'not-given' || gap.state === 'skipped';
  if (gap.files.length > 0) return aside ? someOf(gap.files) : gap.files.join(', ');
  return `${aside ? someOf(gap.resources) : gap.resources.join(', ')}${where}`;
};

const gapText = (gap: GapGroup): string => (gap.reason === '' ? whatOf(gap) : `${whatOf(gap)}: ${gap.reason}`);

const stateWords: Readonly<Record<CoverageState, string>> = {
  full: 'full',
  partial: 'partial',
  denied: 'denied',
  'not-served': 'not served',
  failed: 'failed',
  skipped: 'skipped',
  'not-given': 'not given',
};

const statesText = (entries: ScanResult['coverage']['entries']): string => {
  const counts = new Map<CoverageState, number>();
  for (const entry of entries) counts.set(entry.state, (counts.get(entry.state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${stateWords[state]}`).join(', ');
};

const headOf = (result: ScanResult): string => {
  const { percent, entries } = result.coverage;
  const states = entries.length === 0 ? '' : ` (${statesText(entries)})`;
  if (percent === null) return `Coverage: what the files hold, and no more${states}`;
  return `Coverage: ${percent} % of what these rules need was read${states}`;
};

/** The percentage, then every gap, like ones folded. */
export const coverageLines = (result: ScanResult, width: number | null, paint: Paint): readonly string[] => {
  const head = wrap(visibleText(headOf(result)), width ?? Infinity).map(line => paint(line, 'bold'));
  const rows = gapGroups(result.coverage.entries).map(gap => [stateWords[gap.state], gapText(gap)] as const);
  return [...head, ...labelled(rows, width)];
};

/** Without the namespace: the same permission missing in many namespaces is one line. */
const needsKey = (finding: Finding): string =>
  finding.needs.length === 0
    ? `${finding.ruleId} ${finding.message}`
    : `${finding.ruleId} ${finding.needs.map(need => needText({ group: need.group, resource: need.resource, verb: need.verb })).join(', ')}`;

const scopeOf = (finding: Finding): string => finding.resource?.name ?? '';

const unknownRow = (findings: readonly Finding[]): readonly [string, string] => {
  const first = findings[0];
  if (first === undefined) return ['', ''];
  const scopes = [...new Set(findings.map(scopeOf).filter(scope => scope !== ''))];
  const needs = [...new Set(first.needs.map(need => needText({ group: need.group, resource: need.resource, verb: need.verb })))];
  const where =
    scopes.length === 0 ? '' : ` in ${scopes.length === 1 ? 'namespace' : `${scopes.length} namespaces:`} ${someOf(scopes)}`;
  const text = needs.length === 0 ? first.message : `needs ${needs.join(', ')}${where}`;
  return [first.ruleId, `${first.severity}: ${text}`];
};

/** What could not be decided, a line for a rule and the permission that would answer it. */
export const unknownLines = (result: ScanResult, width: number | null, paint: Paint): readonly string[] => {
  const groups = new Map<string, Finding[]>();
  for (const finding of result.findings) {
    if (finding.status !== 'unknown') continue;
    const group = groups.get(needsKey(finding));
    if (group === undefined) groups.set(needsKey(finding), [finding]);
    else group.push(finding);
  }
  if (groups.size === 0) return [];
  const { unknown } = result.summary;
  const head = `Unknown: ${unknown} ${unknown === 1 ? 'answer' : 'answers'} missing, because what ${unknown === 1 ? 'it needs' : 'they need'} was not read`;
  return [
    ...wrap(head, width ?? Infinity).map(line => paint(line, 'bold')),
    ...labelled([...groups.values()].map(unknownRow), width),
    '',
  ];
};
