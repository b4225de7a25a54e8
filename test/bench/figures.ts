import { cpus, loadavg, totalmem } from 'node:os';
import type { CommandFigures } from './commands.ts';
import type { Rounds } from './rounds.ts';
import type { Spread } from './spread.ts';

/** Everything that one run of the benchmark measured. */
export interface Figures {
  readonly command: string;
  readonly date: string;
  readonly loadBefore: number;
  readonly rounds: readonly Rounds[];
  readonly commands: readonly CommandFigures[];
}

/** The promise: the scan within so many times the bare loop, and so many MB. */
export const limits = { ratio: 1.5, peakMb: 350 } as const;

const spread = ({ min, median, max }: Spread, digits = 0): string =>
  `**${median.toFixed(digits)}** (${min.toFixed(digits)}–${max.toFixed(digits)})`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const roundsTable = (rounds: readonly Rounds[]): readonly string[] => [
  row([
    'objects',
    'pages, MB',
    'bare GETs, ms',
    'scan, ms',
    'ratio',
    'scan, peak MB',
    'GETs, peak MB',
    'collect, ms',
    'evaluate after it, ms',
    'findings',
  ]),
  row(Array.from({ length: 10 }, () => '---')),
  ...rounds.map(one =>
    row([
      String(one.objects),
      `${String(one.pages)}, ${one.megabytes.toFixed(1)}`,
      spread(one.getsMs),
      spread(one.scanMs),
      spread(one.ratio, 2),
      spread(one.scanPeakMb),
      spread(one.getsPeakMb),
      spread(one.collectMs),
      spread(one.evaluateMs),
      String(one.findings),
    ]),
  ),
];

/** Growth between two sizes: how time grew by how objects did; at most 1 is linear. */
const growthLines = (rounds: readonly Rounds[]): readonly string[] =>
  rounds.flatMap((one, at) => {
    const before = rounds[at - 1];
    if (before === undefined) return [];
    const objects = one.objects / before.objects;
    const time = one.scanMs.median / before.scanMs.median;
    return [
      `- ${String(before.objects)} → ${String(one.objects)} objects (${objects.toFixed(1)} ×): time ${time.toFixed(1)} ×, that is ${(time / objects).toFixed(2)} of linear`,
    ];
  });

const commandsTable = (commands: readonly CommandFigures[]): readonly string[] => [
  row(['command', 'ms', 'peak MB']),
  row(['---', '---', '---']),
  ...commands.map(one => row([one.title, spread(one.ms), spread(one.peakMb)])),
];

const machine = (): string => {
  const [cpu] = cpus();
  const memory = (totalmem() / 1024 ** 3).toFixed(0);
  return `${String(cpus().length)} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GB, ${process.platform} ${process.arch}, Node ${process.version}`;
};

/** The figures as Markdown: medians, with lowest and highest in brackets. */
export function figuresText({ command, date, loadBefore, rounds, commands }: Figures): string {
  const growth = growthLines(rounds);
  return [
    `\`${command}\`, ${date}, ${machine()}. Load average before: ${loadBefore.toFixed(1)}, after: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
    '',
    ...roundsTable(rounds),
    ...(growth.length === 0 ? [] : ['', ...growth]),
    ...(commands.length === 0 ? [] : ['', ...commandsTable(commands)]),
    '',
  ].join('\n');
}
