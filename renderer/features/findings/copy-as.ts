import { deepLinkOf } from '#contract/deep-link';
import type { FindingDetail, FindingRow } from '#contract/findings-query';
import { isServed, kubectlGet } from '#renderer/app/kubectl.ts';
import { routes } from '#renderer/app/routes.ts';
import { visible } from '#renderer/ui/visible.ts';

export const asKubectl = ({ finding: { resource } }: FindingDetail): string | null =>
  resource === null || !isServed(resource.kind) ? null : kubectlGet(resource);

/** Each object once, in the order of the list. */
export const rowsAsKubectl = (rows: readonly FindingRow[]): string =>
  [
    ...new Set(
      rows
        .filter(row => row.name !== '' && row.apiVersion !== '' && isServed(row.kind))
        .map(row =>
          kubectlGet({
            apiVersion: row.apiVersion,
            kind: row.kind,
            name: row.name,
            ...(row.namespace === null || row.kind === 'Namespace' ? {} : { namespace: row.namespace }),
          }),
        ),
    ),
  ].join('\n');

/** Markdown's own signs lose their meaning. */
const plain = (text: string): string => visible(text, 2000).replaceAll(/[\\`*_{}[\]<>#|!]/gu, sign => `\\${sign}`);

const place = ({ finding: { resource } }: FindingDetail): string =>
  resource === null
    ? 'the cluster'
    : `${resource.kind} ${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.name}`;

export const asMarkdown = (detail: FindingDetail): string => {
  const { finding } = detail;
  return [
    `**${plain(finding.message)}**`,
    '',
    `${finding.status === 'unknown' ? 'unknown, ' : ''}${finding.severity}, rule ${plain(finding.ruleId)}, ${plain(place(detail))}`,
    '',
    plain(finding.why),
    '',
    `Fix: ${plain(finding.fix)}`,
  ].join('\n');
};

/** One line a finding, for a ticket. */
export const rowsAsMarkdown = (rows: readonly FindingRow[]): string =>
  rows
    .map(row => {
      const object = `${row.kind} ${row.namespace === null || row.kind === 'Namespace' ? '' : `${row.namespace}/`}${row.name}`;
      const container = row.container === null ? '' : `, container ${row.container}`;
      return `- **${plain(row.message)}** ${row.status === 'unknown' ? 'unknown, ' : ''}${row.severity}, rule ${plain(row.ruleId)}, ${plain(`${object}${container}`)}`;
    })
    .join('\n');

/** The desktop has a link of its own; a page has its address. */
export const findingLink = (snapshot: string, finding: string, desktop: boolean): string =>
  desktop ? deepLinkOf({ snapshot, finding }) : `${location.origin}${routes.finding(snapshot, finding)}`;

/** A link names one finding alone; a page's address names a whole choice. */
export const choiceLink = (snapshot: string, q: string, rows: readonly FindingRow[], desktop: boolean): string =>
  desktop ? rows.map(row => findingLink(snapshot, row.id, true)).join('\n') : `${location.origin}${routes.findings(snapshot, q)}`;
