import type { PaneLine } from './editor.ts';

const foldText = (count: number): string => `${count} ${count === 1 ? 'line' : 'lines'} left out`;

/** Keeps what `near` says and a few lines around it; a run of others becomes one fold line. Runs of one are kept. */
export const folded = <L extends PaneLine>(
  lines: readonly L[],
  near: (line: L) => boolean,
  around: number,
): readonly PaneLine[] => {
  const keep = new Uint8Array(lines.length);
  lines.forEach((line, index) => {
    if (near(line)) keep.fill(1, Math.max(0, index - around), index + around + 1);
  });
  const out: PaneLine[] = [];
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    if (line === undefined) break;
    let end = index;
    while (end < lines.length && keep[end] === 0) end += 1;
    if (end - index > 1) {
      out.push({ text: foldText(end - index), number: null, kind: 'fold' });
      index = end;
    } else {
      out.push(line);
      index += 1;
    }
  }
  return out;
};

export const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/u, '').split('\n'));
