import type { FindingDetail } from '#contract/findings-query';
import { visible } from '#renderer/ui/visible.ts';

/** One word for a POSIX shell, whatever the cluster called it. */
const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';

export const asKubectl = ({ finding: { resource } }: FindingDetail): string | null => {
  if (resource === null) return null;
  const kind = `${resource.kind.toLowerCase()}${groupOf(resource.apiVersion)}`;
  return [
    'kubectl',
    'get',
    shellWord(kind),
    shellWord(resource.name),
    ...(resource.namespace === undefined ? [] : ['--namespace', shellWord(resource.namespace)]),
    '-o',
    'yaml',
  ].join(' ');
};

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
