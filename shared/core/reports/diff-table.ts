import type { CompareFinding, CompareObject, CompareSummary } from '#contract/compare';
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
import { padEnd, wrap } from './display-width.ts';
import { type Paint, paintWith, severityTones, type Tone } from './paint.ts';
import { grouped } from './plural.ts';
import { visibleText } from './visible-text.ts';

export interface DiffTableOptions {
  readonly width: number | null;
  readonly colour: boolean;
}

interface Writer {
  readonly lines: string[];
  readonly paint: Paint;
  readonly width: number;
}

const wordWidth = 'no longer known'.length + 2;
const tones: Readonly<Record<string, Tone>> = {
  gained: 'red',
  new: 'red',
  added: 'green',
  removed: 'red',
  lost: 'green',
  fixed: 'green',
  changed: 'yellow',
};

/** A word, then text that wraps beneath itself. */
const put = ({ lines, paint, width }: Writer, word: string, text: string, tone: Tone | undefined, dim = false): void => {
  const parts = wrap(visibleText(text, 2_000), Math.max(20, width - wordWidth - 2));
  for (const [index, part] of parts.entries()) {
    const head = padEnd(index === 0 ? word : '', wordWidth);
    lines.push(`  ${tone === undefined || index > 0 ? head : paint(head, tone)}${dim ? paint(part, 'dim') : part}`);
  }
};

const objectWords: Readonly<Record<string, string>> = { added: 'created' };

const putObject = (writer: Writer, row: CompareObject): void => {
  const word = row.access ?? row.change;
  put(writer, row.reason === null ? (objectWords[word] ?? word) : '', row.title, tones[word]);
  for (const field of row.fields.slice(0, 20)) put(writer, '', fieldText(field), undefined, true);
  if (row.fieldCount > 20) put(writer, '', `and ${row.fieldCount - 20} more fields`, undefined, true);
  const notes = [
    row.replaced,
    row.recreated ? 'deleted and created again' : null,
    row.versions,
    row.who.length === 0
      ? null
      : `by ${row.who.map(({ manager, at }) => `${manager}${at === null ? '' : `, ${at}`}`).join('; ')}`,
  ].filter(note => note !== null);
  if (notes.length > 0) put(writer, '', notes.join(' · '), undefined, true);
};

const putFinding = (writer: Writer, row: CompareFinding): void => {
  const { lines, paint } = writer;
  put(writer, findingWords[row.change], row.message, tones[row.change]);
  const severity =
    row.severityBefore === null || row.severityBefore === row.severity ? row.severity : `${row.severityBefore} → ${row.severity}`;
  lines.push(
    `  ${padEnd('', wordWidth)}${paint(severity, ...severityTones[row.severity])} ${visibleText(findingPlace(row))}, ${row.ruleId}`,
  );
  const cause = causeText(row);
  if (cause !== '') put(writer, '', cause, undefined, true);
};

const section = (writer: Writer, title: string, counts: string, rows: number, body: () => void): void => {
  if (rows === 0) return;
  writer.lines.push('', `${writer.paint(title, 'bold')}: ${counts}`);
  body();
};

const leftOutLine = ({ leftOut }: Pick<CompareSummary, 'leftOut'>): string =>
  `Left out: ${leftOut.map(({ reason, objects }) => `${grouped(objects)} ${leftOutWords[reason]}`).join('; ')}. --show-left-out lists them.`;

/** For people: access, findings, objects, in this order; then what was left out and what cannot be compared. */
export const diffTable = (result: DiffResult, { width, colour }: DiffTableOptions): string => {
  const writer: Writer = { lines: [], paint: paintWith(colour), width: width ?? 1_000_000 };
  const { lines } = writer;
  const summary: CompareSummary = { ...result, namespaces: [] };
  lines.push(visibleText(`Before  ${sideText(result.before)}`), visibleText(`After   ${sideText(result.after)}`));
  for (const notice of noticesOf(summary)) lines.push(...wrap(`! ${visibleText(notice, 2_000)}`, writer.width));
  if (result.same) lines.push('', sameText(summary));
  section(writer, 'Access', accessCounts(summary), result.accessChanges.length, () =>
    result.accessChanges.forEach(row => putObject(writer, row)),
  );
  section(writer, 'Findings', findingCounts(summary), result.findingChanges.length, () =>
    result.findingChanges.forEach(row => putFinding(writer, row)),
  );
  section(writer, 'Objects', objectCounts(summary), result.objectChanges.length, () =>
    result.objectChanges.forEach(row => putObject(writer, row)),
  );
  const left = result.leftOutChanges ?? [];
  for (const { reason } of result.leftOut) {
    const rows = left.filter(row => row.reason === reason);
    section(writer, 'Left out', leftOutWords[reason], rows.length, () => rows.forEach(row => putObject(writer, row)));
  }
  section(writer, 'Not comparable', `${result.notComparable.objects} objects`, result.notComparable.entries.length, () =>
    result.notComparable.entries.forEach(({ resource, namespace, side, state, objects }) =>
      put(
        writer,
        String(objects),
        `${resource}${namespace === null ? '' : ` in ${namespace}`}: ${state} in the ${side === 'before' ? 'earlier' : 'later'} one`,
        undefined,
      ),
    ),
  );
  if (result.leftOut.length > 0 && result.leftOutChanges === undefined)
    lines.push('', ...wrap(leftOutLine(result), writer.width).map(line => writer.paint(line, 'dim')));
  return `${lines.join('\n')}\n`;
};
