import type { CompareObject, CompareSummary } from '#contract/compare';
import type { DiffResult } from '#contract/diff-result';
import {
  accessCounts,
  causeText,
  fieldText,
  findingCounts,
  findingPlace,
  findingWords,
  leftOutWords,
  noticesOf,
  objectCounts,
  sameText,
  sideText,
} from './diff-words.ts';
import { markdownTable as table, markdownText as plain } from './markdown-text.ts';
import { grouped } from './plural.ts';

const objectWords: Readonly<Record<string, string>> = { added: 'created' };

const objectRows = (rows: readonly CompareObject[]): readonly (readonly string[])[] =>
  rows.map(row => {
    const word = row.access ?? row.change;
    const fields = row.fields.slice(0, 5).map(fieldText);
    const more = row.fieldCount > 5 ? [`and ${row.fieldCount - 5} more fields`] : [];
    const who = row.who.map(({ manager, at }) => `${manager}${at === null ? '' : `, ${at}`}`).join('; ');
    return [objectWords[word] ?? word, row.title, [...fields, ...more, row.replaced ?? ''].filter(Boolean).join('; '), who];
  });

const part = (title: string, counts: string, heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [`## ${title}: ${counts}`, '', ...table(heads, rows)];

const objectHeads = ['Change', 'Object', 'Fields', 'Field manager'];

export const diffMarkdown = (result: DiffResult): string => {
  const summary: CompareSummary = { ...result, namespaces: [] };
  const left = result.leftOutChanges ?? [];
  const lines = [
    '# What changed',
    '',
    `- Before: ${plain(sideText(result.before))}`,
    `- After: ${plain(sideText(result.after))}`,
    ...noticesOf(summary).map(notice => `- ${plain(notice)}`),
    '',
    ...(result.same ? [plain(sameText(summary)), ''] : []),
    ...part('Access', accessCounts(summary), objectHeads, objectRows(result.accessChanges)),
    ...part(
      'Findings',
      findingCounts(summary),
      ['Change', 'Severity', 'Finding', 'Object', 'Cause'],
      result.findingChanges.map(row => [findingWords[row.change], row.severity, row.message, findingPlace(row), causeText(row)]),
    ),
    ...part('Objects', objectCounts(summary), objectHeads, objectRows(result.objectChanges)),
    ...part(
      'Left out',
      'what does not count',
      ['Reason', 'Objects'],
      result.leftOut.map(({ reason, objects }) => [leftOutWords[reason], grouped(objects)]),
    ),
    ...part('Left out', 'each', objectHeads, objectRows(left)),
    ...part(
      'Not comparable',
      `${grouped(result.notComparable.objects)} objects`,
      ['Objects', 'Resource', 'Namespace', 'Not read in', 'State'],
      result.notComparable.entries.map(({ objects, resource, namespace, side, state }) => [
        grouped(objects),
        resource,
        namespace ?? '',
        side === 'before' ? 'the earlier one' : 'the later one',
        state,
      ]),
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
