import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkLayers } from './check-layers.ts';
import { root } from './paths.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

const plant = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-layers-'));
  made.push(folder);
  for (const top of ['shared', 'rules', 'electron', 'renderer']) mkdirSync(join(folder, top));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const check = (files: Readonly<Record<string, string>>, expected: RegExp): void => {
  expect(checkLayers(plant(files)).map(breach => `${breach.file}: ${breach.what}`)).toEqual([expect.stringMatching(expected)]);
};

describe('the layer check', () => {
  test('passes on this tree', () => {
    expect(checkLayers(root)).toEqual([]);
  });

  test.each([
    ['core uses Node', { 'shared/core/a.ts': `import 'node:fs';` }, /core must not use the package node:fs/u],
    ['a rule imports the core', { 'rules/p/a.ts': `import '#core/b';`, 'shared/core/b.ts': '' }, /rules must not import core/u],
    [
      'main imports the core',
      { 'electron/main/a.ts': `import '#core/b';`, 'shared/core/b.ts': '' },
      /main must not import core/u,
    ],
    ['main opens a socket', { 'electron/main/a.ts': `import 'node:http';` }, /main must not use node:http/u],
    [
      'the page imports the core, lazily',
      { 'renderer/app/a.ts': `await import('#core/b');`, 'shared/core/b.ts': '' },
      /renderer must not import core/u,
    ],
    [
      'a re-export crosses too',
      { 'shared/kube/a.ts': `export { x } from '#core/b';`, 'shared/core/b.ts': 'export const x = 1;' },
      /kube must not import core/u,
    ],
    [
      'one feature imports another',
      { 'renderer/features/a/x.ts': `import '../b/y.ts';`, 'renderer/features/b/y.ts': '' },
      /feature a must not import feature b/u,
    ],
    [
      'a part knows the contract',
      { 'renderer/ui/a.ts': `import '#contract/b';`, 'shared/contract/b.ts': '' },
      /renderer\/ui must not know the contract/u,
    ],
    [
      'a climb of two',
      { 'shared/core/a/b.ts': `import '../../contract/c.ts';`, 'shared/contract/c.ts': '' },
      /instead of \.\.\/\.\.\//u,
    ],
    [
      'a cycle',
      { 'shared/core/a.ts': `import './b.ts';`, 'shared/core/b.ts': `import './a.ts';` },
      /import cycle: shared\/core\/a\.ts → shared\/core\/b\.ts → shared\/core\/a\.ts/u,
    ],
    ['a vague name', { 'shared/core/utils.ts': '' }, /does not name its topic/u],
  ] as const)('finds: %s', (_, files, expected) => check(files, expected));
});
