import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import type { BigLibrary } from './big-library.ts';
import { spreadOf } from './spread.ts';
import type { Block, Idle, Message, Opening, PageMemory, Scrolling, Typing } from './window-phases.ts';

export interface HostFigures {
  readonly name: 'desktop' | 'page';
  readonly starts: readonly { readonly ours: number; readonly empty: number }[] | undefined;
  readonly openings: readonly (Opening & { readonly mainBlock: Block | undefined })[];
  readonly typing: Typing;
  readonly scrolling: Scrolling;
  readonly memory: PageMemory;
  readonly mainBlock: Block | undefined;
  readonly message: Message | undefined;
  readonly idle: Idle;
}

export interface WindowRun {
  readonly command: string;
  readonly loadBefore: number;
  readonly library: BigLibrary;
  readonly hosts: readonly HostFigures[];
}

interface Row {
  readonly what: string;
  readonly limit: number;
  readonly unit: string;
  readonly figure: number;
  readonly note: string;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

const whole = (value: number): string => value.toFixed(0);

const spread = (values: readonly number[]): string => {
  const { min, max } = spreadOf(values);
  return `${whole(min)}–${whole(max)}`;
};

const medianOf = (values: readonly number[]): number => spreadOf(values).median;

const startRow = (starts: NonNullable<HostFigures['starts']>): Row => {
  const ours = starts.map(start => start.ours);
  const empty = starts.map(start => start.empty);
  return {
    what: 'cold start beyond an empty Electron app’s',
    limit: 1500,
    unit: 'ms',
    figure: medianOf(ours) - medianOf(empty),
    note: `ours ${whole(medianOf(ours))} (${spread(ours)}), empty ${whole(medianOf(empty))} (${spread(empty)}), ${String(starts.length)} rounds in turns`,
  };
};

const blockRow = ({ openings, mainBlock }: HostFigures): readonly Row[] => {
  if (mainBlock === undefined) return [];
  const opening = openings.flatMap(each => each.mainBlock ?? []).toSorted((a, b) => b.ms - a.ms)[0] ?? { ms: 0, cpu: 0 };
  const told = ({ ms, cpu }: Block): string => `${whole(ms)} (processor time ${whole(cpu)})`;
  return [
    {
      what: 'longest block of the main process',
      limit: 50,
      unit: 'ms',
      figure: Math.max(mainBlock.ms, opening.ms),
      note: `while opening ${told(opening)}, while typing and scrolling ${told(mainBlock)}`,
    },
  ];
};

const rowsOf = (host: HostFigures): readonly Row[] => {
  const { openings, typing, scrolling, memory, message, idle } = host;
  const opened = openings.map(({ ms }) => ms);
  const cpu = (of: 'coreCpu' | 'pageCpu'): string => whole(medianOf(openings.map(each => each[of])));
  return [
    ...(host.starts === undefined ? [] : [startRow(host.starts)]),
    {
      what: 'opening the snapshot: click to first findings painted',
      limit: 1000,
      unit: 'ms',
      figure: medianOf(opened),
      note: `${spread(opened)}; processor time: core ${cpu('coreCpu')}, page ${cpu('pageCpu')}`,
    },
    {
      what: 'keystroke in the filter to painted result, p95',
      limit: 100,
      unit: 'ms',
      figure: quantile(typing.ms, 0.95),
      note: `p50 ${whole(quantile(typing.ms, 0.5))}, worst ${whole(Math.max(...typing.ms))} of ${String(typing.ms.length)} keys (after ${String(typing.unchanged)} more the counts stayed); processor time of a key: core ${typing.coreCpu.toFixed(1)}, page ${typing.pageCpu.toFixed(1)}`,
    },
    {
      what: 'scrolling the whole list in 10 s: longest frame',
      limit: 50,
      unit: 'ms',
      figure: scrolling.longestFrame,
      note: `${String(scrolling.over50)} of ${String(scrolling.frames)} frames over 50 ms; blocks of the page’s thread over 50 ms: ${String(scrolling.longTasks)}, longest ${whole(scrolling.longestTask)}; frames with a line not there yet: ${String(scrolling.waiting)}; ${String(scrolling.lines)} lines${scrolling.reachedEnd ? '' : ', THE END WAS NOT REACHED'}`,
    },
    {
      what: 'memory of the renderer after that (PSS)',
      limit: 250,
      unit: 'MB',
      figure: memory.pss,
      note: `RSS ${whole(memory.rss)} (with all of Chromium’s shared pages), JavaScript heap ${memory.heap.toFixed(1)}`,
    },
    ...blockRow(host),
    ...(message === undefined
      ? []
      : [{ what: 'largest IPC message', limit: 1024, unit: 'KiB', figure: message.bytes / 1024, note: message.name }]),
    {
      what: `idle for ${String(idle.seconds)} s: growth of all processes (PSS)`,
      limit: 2,
      unit: '%',
      figure: (idle.after / idle.before - 1) * 100,
      note: `${whole(idle.before)} → ${whole(idle.after)} MB; page’s heap ${idle.heapBefore.toFixed(1)} → ${idle.heapAfter.toFixed(1)} MB`,
    },
    { what: 'idle: processor time of all processes', limit: 1, unit: '%', figure: idle.cpu, note: 'of one processor' },
  ];
};

const shown = (value: number, unit: string): string => `${value.toFixed(unit === '%' ? 2 : 0)} ${unit}`;

const isOver = ({ figure, limit }: Row): boolean => !(figure <= limit);

const titles = {
  desktop: 'Packaged test app on Electron 25 (the only one here; its core on Node 24 of its own)',
  page: 'Chromium (headless) on the loopback page',
} as const;

/** The table, and what of it is over its limit. */
export const windowText = ({
  command,
  loadBefore,
  library,
  hosts,
}: WindowRun): { readonly text: string; readonly over: readonly string[] } => {
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const lines = [
    `\`${command}\`, ${date} UTC, ${String(cpus().length)} × ${cpus()[0]?.model ?? ''}, ${whole(totalmem() / 1024 ** 3)} GB, without a GPU (frames are drawn by the processor), Node ${process.version}. Load average before: ${loadBefore.toFixed(1)}, after: ${(loadavg()[0] ?? 0).toFixed(1)}. ${String(library.objects)} objects, ${String(library.findings)} findings.`,
  ];
  const over: string[] = [];
  for (const host of hosts) {
    lines.push('', `${titles[host.name]}:`, '', '| what | limit | figure | | |', '| --- | --- | --- | --- | --- |');
    for (const row of rowsOf(host)) {
      if (isOver(row)) over.push(`${host.name}: ${row.what} ${shown(row.figure, row.unit)}`);
      lines.push(
        `| ${row.what} | ${String(row.limit)} ${row.unit} | **${shown(row.figure, row.unit)}** | ${isOver(row) ? 'over' : 'OK'} | ${row.note} |`,
      );
    }
  }
  return { text: `${lines.join('\n')}\n`, over };
};

const from = '<!-- window -->';
const to = '<!-- /window -->';

export const writeWindow = async (text: string): Promise<void> => {
  const file = join(import.meta.dirname, 'README.md');
  const now = await readFile(file, 'utf8');
  const start = now.indexOf(from);
  const end = now.indexOf(to);
  if (start < 0 || end < start) throw new Error(`README.md lacks ${from} or ${to}.`);
  await writeFile(file, `${now.slice(0, start + from.length)}\n\n${text}\n${now.slice(end)}`);
};
