import { describe, expect, test } from 'vitest';
import { routes } from '#renderer/app/routes.ts';
import { findingPath, snapshotPath } from './page-path.ts';
import { coreArguments, readArguments } from './start-arguments.ts';

const told = (argv: readonly string[]): readonly string[] =>
  readArguments(['plumbline', ...argv], { folder: '/home/ada', skip: 1 }).map(one =>
    one.kind === 'file' ? one.path : one.kind === 'link' ? `${one.link.snapshot} ${one.link.finding}` : one.kind,
  );

describe('what a start names', () => {
  test.each([
    [[], []],
    [['--demo'], ['demo']],
    [['case.tar.gz'], ['/home/ada/case.tar.gz']],
    [
      ['/a/b.tar.gz', '../c'],
      ['/a/b.tar.gz', '/home/c'],
    ],
    [['--inspect=0', '--no-sandbox', '-r', '--proxy-server=evil'], []],
    [['plumbline://finding/s/f'], ['s f']],
    [['plumbline://settings'], ['refused']],
    [
      ['https://evil.test/x.tar.gz', 'file:///etc/passwd', 'javascript:1'],
      ['refused', 'refused', 'refused'],
    ],
    [
      ['a\0b', 'x'.repeat(5000)],
      ['refused', 'refused'],
    ],
    [[''], []],
  ])('%j', (argv, expected) => expect(told(argv)).toEqual(expected));

  test('of a flood only the first twenty are looked at', () =>
    expect(told(Array.from({ length: 1000 }, () => 'a')).length).toBe(20));

  test('the core is given files and the demo alone', () => {
    const named = readArguments(['x', '--demo', 'plumbline://finding/s/f', 'a', 'https://evil.test'], { folder: '/h', skip: 1 });
    expect(coreArguments(named)).toEqual(['--demo', '/h/a']);
  });
});

test('main opens the same addresses as the page writes', () => {
  expect(snapshotPath('a b')).toBe(routes.findings('a b'));
  expect(findingPath({ snapshot: 'a', finding: 'r:1' })).toBe(routes.finding('a', 'r:1'));
});
