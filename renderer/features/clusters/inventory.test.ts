import { describe, expect, it } from 'vitest';
import type { ContextSource } from '#contract/context';
import type { InventoryEntry } from '#contract/inventory';
import { emptyNote } from '#contract/settings';
import { environmentOf, type Grouping, heightOf, linesOf, search, type Shown } from './inventory.ts';
import { cadenceText, dueText } from './words.ts';

const entry = (name: string, change: Partial<InventoryEntry> = {}): InventoryEntry => ({
  source: '/a',
  file: null,
  name,
  current: false,
  namespace: null,
  cluster: { name, server: `https://${name}.example.org`, ca: null, insecure: false, proxyUrl: null, tlsServerName: null },
  user: { name: 'anna', auth: ['exec'] },
  problems: [],
  note: null,
  last: null,
  due: 'never',
  dueAt: null,
  readOnly: false,
  ...change,
});
const source = (id: string, problems: string[] = []): ContextSource => ({
  id,
  kind: 'file',
  label: id,
  trustedExec: true,
  problems,
});

const all = [
  entry('prod-eu', { note: { ...emptyNote, owner: 'Payments' }, due: 'current' }),
  entry('lab', { source: '/b', due: 'overdue', note: { ...emptyNote, environment: 'test' } }),
  entry('arn:aws:eks:x/shop', { problems: ['no cluster'], user: null }),
];

describe('search', () => {
  const check = (words: string, shown: Shown, expected: readonly string[]): void =>
    expect(search(all, words, shown).map(({ name }) => name)).toEqual(expected);
  it.each<[string, Shown, readonly string[]]>([
    ['', 'all', ['prod-eu', 'lab', 'arn:aws:eks:x/shop']],
    ['PAYMENTS', 'all', ['prod-eu']],
    ['production', 'all', ['prod-eu']],
    ['anna /b', 'all', ['lab']],
    ['example.org shop', 'all', ['arn:aws:eks:x/shop']],
    ['.*', 'all', []],
    ['', 'never', ['arn:aws:eks:x/shop']],
    ['', 'overdue', ['lab']],
    ['', 'problems', ['arn:aws:eks:x/shop']],
    ['prod', 'overdue', []],
  ])('%j among %s', (words, shown, expected) => check(words, shown, expected));
});

describe('lines', () => {
  const check = (grouping: Grouping, narrowed: boolean, expected: readonly string[]): void =>
    expect(
      linesOf([source('/a'), source('/b', ['line 3 is no YAML']), source('/c')], all, grouping, narrowed).map(line =>
        line.type === 'entry' ? line.entry.name : line.type === 'group' ? `# ${line.title} ${line.count}` : `! ${line.text}`,
      ),
    ).toEqual(expected);
  it('stand under their file, with what is wrong with it, and a file without contexts stands too', () =>
    check('source', false, ['# /a 2', 'prod-eu', 'arn:aws:eks:x/shop', '# /b 1', '! line 3 is no YAML', 'lab', '# /c 0']));
  it('leave out what the search left empty', () =>
    check('source', true, ['# /a 2', 'prod-eu', 'arn:aws:eks:x/shop', '# /b 1', '! line 3 is no YAML', 'lab']));
  it('of a list of files stand under their file, what is wrong with the list above them all', () =>
    expect(
      linesOf(
        [source('/a:/b', ['/c is no YAML'])],
        [
          entry('one', { source: '/a:/b', file: '/b' }),
          entry('two', { source: '/a:/b', file: '/a' }),
          entry('three', { source: '/a:/b', file: '/b' }),
        ],
        'source',
        false,
      ).map(line =>
        line.type === 'entry' ? line.entry.name : line.type === 'group' ? `# ${line.title} ${line.count}` : line.text,
      ),
    ).toEqual(['/c is no YAML', '# /b 2', 'one', 'three', '# /a 1', 'two']));
  it('by environment, production first, unsaid last', () =>
    check('environment', false, [
      '# production 1',
      'prod-eu',
      '# test 1',
      'lab',
      '# environment not said 1',
      'arn:aws:eks:x/shop',
    ]));
  it('by owner, unsaid last', () =>
    check('owner', false, ['# Payments 1', 'prod-eu', '# owner not said 2', 'lab', 'arn:aws:eks:x/shop']));
  it('by name alone', () => check('none', false, ['arn:aws:eks:x/shop', 'lab', 'prod-eu']));
  it('are as high as what they show', () =>
    expect(
      [0, 1, 2, 3, 40].map(count =>
        heightOf({ type: 'entry', key: '', entry: entry('x', { problems: Array.from({ length: count }, () => 'p') }) }),
      ),
    ).toEqual([46, 66, 86, 106, 106]));
});

it.each([
  ['prod-eu', '', 'production'],
  ['prod-eu', 'test', 'test'],
  ['product-catalogue', '', ''],
] as const)('%s noted as %j is %j', (name, environment, expected) =>
  expect(environmentOf(entry(name, { note: { ...emptyNote, environment } }))).toBe(expected),
);

const now = Date.parse('2026-11-24T12:00:00Z');
it.each([
  [null, ''],
  ['2026-11-22T10:00:00Z', 'overdue by 2 d'],
  ['2026-11-24T11:59:59Z', 'overdue by 1 min'],
  ['2026-11-24T15:30:00Z', 'due in 3 h'],
])('due at %j is told as %j', (dueAt, expected) => expect(dueText({ due: 'current', dueAt, note: null }, now)).toBe(expected));

it.each([
  [null, 'no cadence'],
  [1, 'every hour'],
  [36, 'every 36 hours'],
  [24, 'every day'],
  [168, 'every week'],
  [720, 'every 30 days'],
])('%j hours are %j', (hours, expected) => expect(cadenceText(hours)).toBe(expected));
