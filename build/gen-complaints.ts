import { complaintLines } from './complaint-lines.ts';
import { cell, generate } from './generated-file.ts';
import { namedTests } from './named-tests.ts';

/** test/complaints.md: what people complain about in such apps, and what shows that it does not occur here. */
const tests = namedTests();
const rows = complaintLines.map(({ what, tests: refs, later }, at) => ({
  number: at + 1,
  what,
  later,
  refs: refs.map(([file, title]) => ({
    file,
    title,
    found: tests.find(test => test.file === file && test.title.startsWith(title)),
  })),
}));
const cellOf = ({ refs, later }: (typeof rows)[number]): string =>
  [
    ...refs.map(({ file, found, title }) => `\`${file}\`: ${cell(found?.title ?? title)}`),
    ...(later === undefined ? [] : [`Later: ${cell(later)}`]),
  ].join('<br>');
const text = [
  '# The 25 complaints and what shows that they do not occur here',
  '',
  'Made by `npm run gen` from build/complaint-lines.ts; `npm run check` fails where a named test does not exist.',
  '',
  '| # | complaint | shown by |',
  '|---|---|---|',
  ...rows.map(row => `| ${row.number} | ${cell(row.what)} | ${cellOf(row)} |`),
  '',
].join('\n');
generate(
  'test/complaints.md',
  text,
  rows.flatMap(({ number, refs, later }) => [
    ...refs.filter(({ found }) => found === undefined).map(({ file, title }) => `${number} names no test: ${file}: ${title}`),
    ...(refs.length === 0 && later === undefined ? [`${number} has neither a test nor a later part`] : []),
  ]),
);
