/**
 * `npm run bench`: how long the built command line takes on a real API server, against a serial loop of bare GETs of the
 * same lists. Options:
 *
 *   --objects N   objects in the server (11000)
 *   --rounds N    interleaved rounds (5)
 *   --growth      1,000 and 50,000 objects too (some minutes more)
 *   --commands    the other commands too
 *   --cli FILE    another build of the command line
 *   --write       puts the figures into test/bench/README.md
 *   --rbac        rights and attack paths instead (rbac.ts has its own options)
 *   --window      the desktop's window and the page instead (window.ts has its own options)
 *
 * Exit 1 if the promise of the ratio or of the memory is not kept at 11,000 objects.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleNode } from '#build/bundle-node';
import { dist } from '#build/paths';
import { benchCluster } from './bench-cluster.ts';
import { otherCommands, type CommandFigures } from './commands.ts';
import { figuresText, limits } from './figures.ts';
import { interleavedRounds, type Rounds } from './rounds.ts';

// It ends the process itself.
if (process.argv.includes('--window')) await import('./window.ts');
if (process.argv.includes('--rbac')) await import('./rbac.ts');

const { values } = parseArgs({
  options: {
    objects: { type: 'string', default: '11000' },
    rounds: { type: 'string', default: '5' },
    growth: { type: 'boolean', default: false },
    commands: { type: 'boolean', default: false },
    cli: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
const objects = Number(values.objects);
const rounds = Number(values.rounds);
const sizes = values.growth ? [1000, objects, 50_000] : [objects];
const cli = values.cli ?? join(dist, 'node', 'cli.mjs');

if (values.cli === undefined) await bundleNode({ electron: false });
const loadBefore = loadavg()[0] ?? 0;
const measuredRounds: Rounds[] = [];
let commands: readonly CommandFigures[] = [];
for (const size of sizes) {
  const cluster = await benchCluster(size, say);
  try {
    measuredRounds.push(await interleavedRounds({ cluster, cli, rounds, say }));
    if (values.commands && size === objects) commands = await otherCommands({ cluster, cli, rounds: 3, objects, say });
  } finally {
    await cluster.stop();
  }
}

const command = `npm run bench${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(' ')}` : ''}`;
const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
const text = figuresText({ command, date: `${date} UTC`, loadBefore, rounds: measuredRounds, commands });
process.stdout.write(text);
if (values.write) await writeFigures(text);

const judged = measuredRounds.find(one => one.objects >= objects) ?? measuredRounds[0];
const kept = judged !== undefined && judged.ratio.median <= limits.ratio && judged.scanPeakMb.median <= limits.peakMb;
say(kept ? 'within the limits' : `over a limit: ${String(limits.ratio)} × and ${String(limits.peakMb)} MB are promised`);
process.exit(kept ? 0 : 1);

async function writeFigures(figures: string): Promise<void> {
  const file = join(import.meta.dirname, 'README.md');
  const [head = ''] = (await readFile(file, 'utf8')).split('<!-- figures -->');
  await writeFile(file, `${head}<!-- figures -->\n\n${figures}`);
}
