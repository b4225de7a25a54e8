/**
 * `node test/bench/window.ts`, or `npm run bench -- --window`: the window on a snapshot of 50,000 objects and some 30,000
 * findings, in the packaged test app on a real Electron and in Chromium on the loopback page. Options:
 *
 *   --hosts desktop,page
 *   --rounds N    starts of the app and of an empty Electron, in turns (7)
 *   --idle S      seconds of doing nothing (60)
 *   --built       takes what dist/ holds, without building it anew
 *   --write       puts the figures into test/bench/README.md
 *
 * Exit 1 if a limit is passed.
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '#build/paths';
import { bigLibrary } from './big-library.ts';
import { cpuOf } from './process-costs.ts';
import { type HostFigures, windowText, writeWindow } from './window-figures.ts';
import { desktopStarter, pageStarter, type Started } from './window-hosts.ts';
import {
  idle,
  openSnapshot,
  pageMemory,
  scrollThrough,
  typeFilters,
  visitPages,
  watchMain,
  weighMessages,
} from './window-phases.ts';

const { values } = parseArgs({
  options: {
    window: { type: 'boolean', default: true },
    hosts: { type: 'string', default: 'desktop,page' },
    rounds: { type: 'string', default: '7' },
    idle: { type: 'string', default: '60' },
    built: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
if (!values.built) execFileSync(process.execPath, [join(root, 'build', 'bundle.ts')], { stdio: ['ignore', 2, 2] });
const rounds = Number(values.rounds);
const loadBefore = loadavg()[0] ?? 0;
const library = await bigLibrary(say);
say(`${String(library.objects)} objects, ${String(library.findings)} findings`);

const used = async (started: Started, name: string): Promise<Omit<HostFigures, 'name' | 'starts' | 'openings'>> => {
  const blocks = await watchMain(started);
  const typing = await typeFilters(started);
  say(`${name}: typed`);
  const scrolling = await scrollThrough(started);
  say(`${name}: scrolled`);
  const memory = await pageMemory(started);
  const mainBlock = await blocks?.();
  const weighed = await weighMessages(started);
  await visitPages(started, library.snapshot);
  const message = await weighed?.();
  say(`${name}: idle for ${values.idle} s`);
  return { typing, scrolling, memory, mainBlock, message, idle: await idle(started, Number(values.idle)) };
};

const desktop = async (): Promise<HostFigures> => {
  const starter = await desktopStarter(library.home, cpuOf);
  try {
    const starts: { ours: number; empty: number }[] = [];
    const openings: HostFigures['openings'][number][] = [];
    await starter.startEmpty();
    for (let round = 1; ; round += 1) {
      const empty = await starter.startEmpty();
      const started = await starter.start();
      try {
        starts.push({ ours: started.startMs, empty });
        const blocks = await watchMain(started);
        const opening = { ...(await openSnapshot(started, library.snapshot)), mainBlock: await blocks?.() };
        openings.push(opening);
        say(
          `round ${String(round)}: empty ${empty.toFixed(0)} ms, ours ${started.startMs.toFixed(0)} ms, opened in ${opening.ms.toFixed(0)} ms`,
        );
        if (round >= rounds) return { name: 'desktop', starts, openings, ...(await used(started, 'desktop')) };
      } finally {
        await started.close();
      }
    }
  } finally {
    starter.close();
  }
};

const page = async (): Promise<HostFigures> => {
  const starter = pageStarter(library.home, cpuOf);
  try {
    const openings: HostFigures['openings'][number][] = [];
    for (let round = 1; ; round += 1) {
      const started = await starter.start();
      try {
        const opening = { ...(await openSnapshot(started, library.snapshot)), mainBlock: undefined };
        openings.push(opening);
        say(`page ${String(round)}: opened in ${opening.ms.toFixed(0)} ms`);
        if (round >= rounds) return { name: 'page', starts: undefined, openings, ...(await used(started, 'page')) };
      } finally {
        await started.close();
      }
    }
  } finally {
    starter.close();
  }
};

const wanted = values.hosts.split(',');
const hosts = [...(wanted.includes('desktop') ? [await desktop()] : []), ...(wanted.includes('page') ? [await page()] : [])];
const command = `npm run bench -- ${process.argv.slice(2).join(' ') || '--window'}`;
const { text, over } = windowText({ command, loadBefore, library, hosts });
process.stdout.write(text);
if (values.write) await writeWindow(text);
say(over.length === 0 ? 'within the limits' : `over: ${over.join('; ')}`);
process.exit(over.length === 0 ? 0 : 1);
