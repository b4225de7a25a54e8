import { cpus, loadavg, totalmem } from 'node:os';
import type { RbacFigures, Timing } from './rbac-rounds.ts';

export interface SizeFigures {
  readonly namespaces: number;
  readonly figures: RbacFigures;
}

const peakLimit = 1500;
const linesLimit = 20_000;

const median = (values: readonly number[]): number => values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
const number = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
const isKept = ({ limit, ms }: Timing): boolean => limit === null || median(ms) <= limit;

const timingRow = ({ what, limit, ms }: Timing): string => {
  const verdict = limit === null ? '' : median(ms) <= limit ? 'OK' : 'over';
  const spread = ms.length < 2 ? '' : `${number(Math.min(...ms))}–${number(Math.max(...ms))}`;
  return `| ${what} | ${limit === null ? '' : `${limit} ms`} | **${number(median(ms))} ms** | ${verdict} | ${spread} |`;
};

const table = ({ namespaces, figures }: SizeFigures): readonly string[] => {
  const { counts, timings, peakMb, objectsMb, checkLines } = figures;
  const objects = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const large = namespaces >= 10_000;
  return [
    `${objects} objects: ${counts['pods'] ?? 0} pods, ${counts['rolebindings.rbac.authorization.k8s.io'] ?? 0} RoleBindings, ${counts['namespaces'] ?? 0} namespaces, ${counts['serviceaccounts'] ?? 0} service accounts.`,
    '',
    '| what | limit | median | | lowest–highest |',
    '| --- | --- | --- | --- | --- |',
    ...timings.map(timingRow),
    `| peak memory (RSS) | ${large ? `${peakLimit} MB` : ''} | **${number(peakMb)} MB** | ${large ? (peakMb <= peakLimit ? 'OK' : 'over') : ''} | objects alone ${number(objectsMb)} |`,
    `| \`rbac check\`, lines a second | ${linesLimit} | **${checkLines}** | ${checkLines >= linesLimit ? 'OK' : 'over'} | |`,
    '',
  ];
};

/** How each time grows from size to size, beside the objects; a growth of the objects' own is linear. */
const growth = (all: readonly SizeFigures[]): readonly string[] => {
  if (all.length < 3) return [];
  const names = all.at(-1)?.figures.timings.map(({ what }) => what) ?? [];
  const cell = (one: SizeFigures, what: string): string =>
    number(median(one.figures.timings.find(timing => timing.what === what)?.ms ?? []));
  return [
    'Growth, in milliseconds by namespaces:',
    '',
    `| | ${all.map(({ namespaces }) => namespaces).join(' | ')} |`,
    `| --- | ${all.map(() => '---').join(' | ')} |`,
    ...names.map(what => `| ${what} | ${all.map(one => cell(one, what)).join(' | ')} |`),
    `| peak MB | ${all.map(one => number(one.figures.peakMb)).join(' | ')} |`,
    '',
  ];
};

export const rbacText = (all: readonly SizeFigures[], date: Date): { readonly text: string; readonly kept: boolean } => {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? ''}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  const head = `\`npm run bench -- --rbac\`, ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${machine}. Load average after: ${(loadavg()[0] ?? 0).toFixed(1)}.`;
  const kept = all.every(
    ({ namespaces, figures }) => figures.timings.every(isKept) && (namespaces < 10_000 || figures.peakMb <= peakLimit),
  );
  return { text: `${[head, '', ...all.flatMap(table), ...growth(all)].join('\n')}`, kept };
};
