/**
 * `npm run bench -- --rbac`: how long rights and attack paths take on a generated cluster. Options:
 *
 *   --namespaces N   how many (10000: 150,000 pods, 100,000 RoleBindings, 60,000 service accounts)
 *   --growth         smaller ones, too
 *   --rounds N       how often each question is asked (3)
 *   --write          puts the figures into test/bench/README.md
 *
 * Exit 1 if a limit is passed. Each size has a process of its own, so that its memory is its own.
 */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allEdges } from '#core/attack/edges/all-edges';
import { rbacText, type SizeFigures } from './rbac-figures.ts';
import { measureRbac } from './rbac-rounds.ts';

const { values } = parseArgs({
  options: {
    rbac: { type: 'boolean', default: true },
    namespaces: { type: 'string', default: '10000' },
    growth: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
    /** Of the process of one size: its figures as JSON on standard output. */
    one: { type: 'boolean', default: false },
  },
});

/** 50 namespaces are 3,500 objects, 160 are 11,000. */
const small = 160;
const limits: Readonly<Record<string, number>> = {
  'index: rights and graph': 6000,
  'who-can': 50,
  'one subject’s permissions': 20,
  'all subjects’ distance to admin': 1500,
  'simulate: ClusterRoleBinding': 300,
  'simulate: RoleBinding': 300,
  'simulate: Pod Security level': 300,
  'choke points': 3000,
};
const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
const namespaces = Number(values.namespaces);

if (values.one) {
  const limit = (what: string): number | null => (namespaces <= small ? 300 : (limits[what] ?? null));
  const size = { namespaces, nodes: Math.max(3, Math.round(namespaces / 2)) };
  const figures = await measureRbac({ size, edges: allEdges, rounds: Number(values.rounds), limit, say });
  process.stdout.write(JSON.stringify(figures));
} else {
  const sizes = [...new Set(values.growth ? [small, 1000, 3000, namespaces] : [small, namespaces])];
  const all = sizes.map((one): SizeFigures => {
    say(`${one} namespaces`);
    const args = ['--expose-gc', '--max-old-space-size=4096', import.meta.filename, '--one', '--namespaces', String(one)];
    const out = execFileSync(process.execPath, [...args, '--rounds', values.rounds], {
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64e6,
    });
    return { namespaces: one, figures: JSON.parse(out.toString()) as SizeFigures['figures'] };
  });
  const { text, kept } = rbacText(all, new Date());
  process.stdout.write(text);
  if (values.write) {
    const file = join(import.meta.dirname, 'README.md');
    const before = await readFile(file, 'utf8');
    const [start, end] = ['<!-- rbac -->', '<!-- /rbac -->'];
    const at = before.indexOf(start);
    const after = before.indexOf(end);
    if (at < 0 || after < 0) throw new Error(`${file} has no place for these figures.`);
    await writeFile(file, `${before.slice(0, at + start.length)}\n\n${text}\n${before.slice(after)}`);
  }
  process.exit(kept ? 0 : 1);
}
