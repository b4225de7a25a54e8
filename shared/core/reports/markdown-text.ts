import { visibleText } from './visible-text.ts';

/** Foreign text that no Markdown reader takes for markup, links or a new cell. */
export const markdownText = (text: string, limit = 1_000): string =>
  visibleText(text, limit)
    .replaceAll(/[\\`*_{}[\]<>#|!~&@]/gu, sign => `\\${sign}`)
    .replaceAll('://', ':\\//');

/** Cells are foreign text: headings are ours. */
export const markdownTable = (heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${heads.join(' | ')} |`,
  `|${heads.map(() => '---').join('|')}|`,
  ...rows.map(cells => `| ${cells.map(cell => markdownText(cell)).join(' | ')} |`),
  '',
];
