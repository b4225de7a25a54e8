import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { root } from './paths.ts';

export interface NamedTest {
  readonly file: string;
  /** As written: `%s` and the like stand where a table's row is put in. */
  readonly title: string;
}

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** `test`, `it`, with `.each(…)`, `.skipIf(…)` and the like behind it. */
const isTest = (callee: unknown): boolean => {
  if (!isNode(callee)) return false;
  if (callee.type === 'Identifier') return callee['name'] === 'test' || callee['name'] === 'it';
  if (callee.type === 'MemberExpression') return isTest(callee['object']);
  return callee.type === 'CallExpression' && isTest(callee['callee']);
};

/** A title that is written out; one that is put together by code has none. */
const titleOf = (argument: unknown): string | undefined => {
  if (!isNode(argument)) return undefined;
  if (argument.type === 'Literal' && typeof argument['value'] === 'string') return argument['value'];
  if (argument.type !== 'TemplateLiteral') return undefined;
  const quasis = argument['quasis'] as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(part => part.value.cooked).join('…');
};

const titlesIn = (file: string, text: string): string[] => {
  const titles: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item);
      return;
    }
    if (!isNode(value)) return;
    if (value.type === 'CallExpression' && isTest(value['callee'])) {
      const title = titleOf((value['arguments'] as readonly unknown[])[0]);
      if (title !== undefined) titles.push(title);
    }
    for (const inner of Object.values(value)) if (typeof inner === 'object') walk(inner);
  };
  walk(parseSync(file, text).program);
  return titles;
};

const folders = ['shared', 'electron', 'build', 'test', 'renderer', 'rules'];

/** Every test of the project by its file and title, sorted. */
export const namedTests = (): readonly NamedTest[] =>
  folders
    .flatMap(folder => globSync(`${folder}/**/*.test.{ts,tsx}`, { cwd: root }))
    .map(path => path.replaceAll('\\', '/'))
    .toSorted()
    .flatMap(file => titlesIn(file, readFileSync(join(root, file), 'utf8')).map(title => ({ file, title })));
