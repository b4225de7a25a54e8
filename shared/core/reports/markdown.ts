import { severities, type Finding } from '#contract/finding';
import type { ScanResult } from '#contract/scan-result';
import { gapGroups, needText } from './coverage-gaps.ts';
import { plural } from './plural.ts';
import { visibleText } from './visible-text.ts';

/** Foreign text whose Markdown and HTML signs lose their meaning, on one line. */
const plain = (text: string, limit = 1_000): string =>
  visibleText(text, limit).replaceAll(/[\\`*_{}[\]<>#|!~&]/gu, sign => `\\${sign}`);

const placeOf = ({ resource, at }: Finding): string => {
  if (resource === null) return 'the cluster';
  const name = `${resource.kind} ${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.name}`;
  return at?.container === undefined ? name : `${name}, container ${at.container}`;
};

const findingText = (finding: Finding): string => {
  const facts = [
    finding.severity,
    `rule ${plain(finding.ruleId)}`,
    plain(placeOf(finding)),
    ...(finding.occurrences.length > 1 ? [plural(finding.occurrences.length, 'occurrence', 'occurrences')] : []),
    ...(finding.source === undefined ? [] : [`${plain(finding.source.file)} line ${finding.source.line}`]),
  ];
  const lines = [`- **${plain(finding.message)}**`, `  ${facts.join(' · ')}`, `  Fix: ${plain(finding.fix)}`];
  if (finding.needs.length > 0) lines.push(`  Would answer it: ${plain(finding.needs.map(needText).join(', '))}`);
  return lines.join('  \n');
};

const section = (title: string, findings: readonly Finding[]): readonly string[] =>
  findings.length === 0 ? [] : [`## ${title} (${findings.length})`, '', findings.map(findingText).join('\n\n'), ''];

const headOf = ({ target, tool, summary, coverage }: ScanResult): readonly string[] => {
  const counts = severities.map(severity => `${summary.findings[severity]} ${severity}`).join(', ');
  const read = coverage.percent === null ? 'coverage does not apply' : `${coverage.percent} % of what the rules need was read`;
  return [
    `# Findings of ${plain(target.name)}`,
    '',
    `Captured ${plain(target.capturedAt)}${target.capturedAs === null ? '' : ` as ${plain(target.capturedAs)}`}${target.serverVersion === null ? '' : `, server ${plain(target.serverVersion)}`}. Plumbline ${plain(tool.version)}, rules ${plain(tool.rulesVersion)}.`,
    '',
    `${counts}, ${summary.unknown} unknown; ${read}.`,
    '',
  ];
};

const gapsOf = ({ coverage }: ScanResult): readonly string[] => {
  const groups = gapGroups(coverage.entries);
  if (groups.length === 0) return [];
  const lines = groups.map(({ state, resources, namespaces, files, reason }) => {
    const what = resources.length === 0 ? files.join(', ') : resources.join(', ');
    const where = namespaces.length === 0 ? '' : ` in ${namespaces.join(', ')}`;
    return `- ${state}: ${plain(`${what}${where}`, 2_000)}${reason === '' ? '' : `. ${plain(reason)}`}`;
  });
  return ['## Not read', '', ...lines, ''];
};

/** For a ticket or a merge request: findings by severity, then what is unknown, then what was not read. */
export const scanMarkdown = (result: ScanResult): string => {
  const failed = result.findings.filter(finding => finding.status === 'fail');
  return [
    ...headOf(result),
    ...severities.flatMap(severity =>
      section(
        `${severity.slice(0, 1).toUpperCase()}${severity.slice(1)}`,
        failed.filter(finding => finding.severity === severity),
      ),
    ),
    ...section(
      'Unknown',
      result.findings.filter(finding => finding.status === 'unknown'),
    ),
    ...gapsOf(result),
  ].join('\n');
};
