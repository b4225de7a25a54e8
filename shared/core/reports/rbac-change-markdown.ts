import type { PathChange, RbacChange, SubjectChange } from '#contract/rbac-change';
import { markdownTable, markdownText } from './markdown-text.ts';
import { grouped } from './plural.ts';
import { changeWords, grantWords, placeWords, refWords, rightsWords, wayWords } from './rbac-change-words.ts';

const mostRows = 100;

const rightRows = (subjects: readonly SubjectChange[], side: 'gained' | 'lost'): readonly (readonly string[])[] =>
  subjects.flatMap(change =>
    change[side].map(right => [
      change.subject,
      rightsWords(right),
      placeWords(right.namespace),
      right.by.slice(0, 3).map(grantWords).join('; '),
    ]),
  );

const rights = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0
    ? []
    : [
        `## ${title}`,
        '',
        ...markdownTable(['Subject', 'Right', 'Where', 'By'], rows.slice(0, mostRows)),
        ...(rows.length > mostRows ? [`And ${grouped(rows.length - mostRows)} more.`, ''] : []),
      ];

const ways = (title: string, changes: readonly PathChange[], count: number): readonly string[] =>
  changes.length === 0
    ? []
    : [
        `## ${title}: ${grouped(count)}`,
        '',
        ...changes.map(change => `- ${markdownText(wayWords(change), 2_000)}`),
        ...(count > changes.length ? [`- and ${grouped(count - changes.length)} more`] : []),
        '',
      ];

const list = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines.map(line => `- ${markdownText(line)}`), ''];

const needWords = ({ needs }: RbacChange): readonly string[] =>
  needs.map(
    ({ verb, resource, group, namespace }) =>
      `${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === undefined ? '' : ` in ${namespace}`}`,
  );

/** For a pull request's comment: what is gained before what is lost, each with the rule that does it. */
export const rbacChangeMarkdown = (change: RbacChange): string => {
  const { subjects, objects, objectCount, paths, comesAlive } = change;
  const lines = [
    '# What changes in access',
    '',
    `- Before: ${markdownText(change.before)}`,
    `- After: ${markdownText(change.after)}`,
    '',
    `**${markdownText(changeWords(change))}**`,
    '',
    ...(paths === null ? [] : ways('New or shorter ways to admin', paths.gained, paths.gainedCount)),
    ...rights('Rights gained', rightRows(subjects, 'gained')),
    ...list(
      'Accounts that come to hold rights',
      comesAlive.map(({ subject, by }) => `${subject}, by ${by.slice(0, 3).map(grantWords).join('; ')}`),
    ),
    ...(paths === null ? [] : ways('Ways to admin that go or grow', paths.lost, paths.lostCount)),
    ...rights('Rights lost', rightRows(subjects, 'lost')),
    ...list('Roles and bindings', [
      ...objects.map(({ ref, change: word }) => `${word}: ${refWords(ref)}`),
      ...(objectCount > objects.length ? [`and ${grouped(objectCount - objects.length)} more`] : []),
    ]),
    ...list('Not read', needWords(change)),
    ...list('Not covered', change.caveats),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
