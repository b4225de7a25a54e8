import type { RbacChange, SubjectChange } from '#contract/rbac-change';
import { changeWords, grantWords, placeWords, rightsWords, wayWords } from './rbac-change-words.ts';
import { grouped } from './plural.ts';
import { visibleText } from './visible-text.ts';

const rightLines = ({ subject, gained, lost }: SubjectChange): readonly string[] => [
  subject,
  ...[...gained.map(right => ['+', right] as const), ...lost.map(right => ['-', right] as const)].map(
    ([sign, right]) =>
      `  ${sign} ${rightsWords(right)} ${placeWords(right.namespace)}: ${right.by.slice(0, 3).map(grantWords).join('; ')}`,
  ),
];

const more = (count: number, shown: number): readonly string[] => (count > shown ? [`  and ${grouped(count - shown)} more`] : []);

/** For a terminal: gains with `+`, losses with `-`. */
export const rbacChangeText = (change: RbacChange): string => {
  const { paths, subjects, subjectCount, comesAlive } = change;
  const lines = [
    changeWords(change),
    ...subjects.flatMap(rightLines),
    ...more(subjectCount, subjects.length),
    ...comesAlive.map(({ subject, by }) => `${subject} comes to hold rights: ${by.slice(0, 3).map(grantWords).join('; ')}`),
    ...(paths === null || paths.gainedCount === 0
      ? []
      : [
          'new or shorter ways to admin',
          ...paths.gained.map(way => `  + ${wayWords(way)}`),
          ...more(paths.gainedCount, paths.gained.length),
        ]),
    ...(paths === null || paths.lostCount === 0
      ? []
      : [
          'ways to admin that go or grow',
          ...paths.lost.map(way => `  - ${wayWords(way)}`),
          ...more(paths.lostCount, paths.lost.length),
        ]),
  ];
  return `${lines.map(line => visibleText(line, 2_000)).join('\n')}\n`;
};
