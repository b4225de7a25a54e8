import { fusesOf } from './fuses.ts';
import { cell, generate } from './generated-file.ts';
import { type NamedTest, namedTests } from './named-tests.ts';
import { type SecurityLine, securityLines } from './security-lines.ts';

/** Tests of a line: their title begins with its id. The fuses are one table, whose titles are made of their names. */
const testsOf = ({ id }: SecurityLine, tests: readonly NamedTest[]): readonly NamedTest[] =>
  tests.filter(({ title }) => title.startsWith(`${id} `) || (id.startsWith('fuse ') && title.startsWith('fuse %s')));

const row = (line: SecurityLine, { file, title }: NamedTest): string =>
  `| ${[line.id, line.what, line.kind, `\`${file}\``, title].map(cell).join(' | ')} |`;

/** test/security.md: each line of the hardening list with the tests that hold it; a line without one fails. */
const tests = namedTests();
const found = securityLines.map(line => ({ line, tests: testsOf(line, tests) }));
const text = [
  '# The hardening list and its tests',
  '',
  'Made by `npm run gen` from the titles of the tests (build/gen-security.ts); `npm run check` fails where a line has none. What each line means: `build/security-lines.ts`. `e2e` and `package` lines run on the packaged app, in a real Electron with its sandbox on.',
  '',
  '| line | what | kind | test file | title |',
  '|---|---|---|---|---|',
  ...found.flatMap(({ line, tests: own }) => own.map(test => row(line, test))),
  '',
].join('\n');
generate('test/security.md', text, [
  ...found.filter(({ tests: own }) => own.length === 0).map(({ line }) => `${line.id} has no test`),
  ...Object.keys(fusesOf('release'))
    .filter(name => !securityLines.some(({ id }) => id === `fuse ${name}`))
    .map(name => `the fuse ${name} has no line`),
]);
