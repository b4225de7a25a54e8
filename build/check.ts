import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkBans } from './bans.ts';
import { type Breach, checkLayers } from './check-layers.ts';
import { root } from './paths.ts';

/** `npm run check`: types, lint, format, layers, drift of generated files. Says each step and stops at none. */
const run = (title: string, command: string, args: readonly string[]): boolean => {
  process.stdout.write(`${title} … `);
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  process.stdout.write(done.status === 0 ? 'ok\n' : `failed\n${done.stdout}${done.stderr}\n`);
  return done.status === 0;
};

const node = process.execPath;
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

const breachesOf = (title: string, breaches: readonly Breach[]): boolean => {
  process.stdout.write(
    `${title} … ${breaches.length === 0 ? 'ok' : `failed\n${breaches.map(breach => `  ${breach.file}: ${breach.what}`).join('\n')}`}\n`,
  );
  return breaches.length === 0;
};

const results = [
  run('types', node, [join(root, 'node_modules/typescript/bin/tsc'), '-b']),
  run('lint', node, [bin('oxlint'), '--type-aware', '--deny-warnings']),
  run('format', node, [bin('oxfmt'), '--check']),
  breachesOf('layers', checkLayers(root)),
  breachesOf('bans', checkBans(root)),
  run('generated files', node, [join(root, 'build/gen.ts'), '--check']),
];
process.exit(results.every(Boolean) ? 0 : 1);
