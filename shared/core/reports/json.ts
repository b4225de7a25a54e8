import type { ScanResult } from '#contract/scan-result';
import { visibleJson } from './visible-text.ts';

/** Any value as indented JSON that is safe to print on a terminal and means exactly the value. */
export const jsonText = (value: unknown): string => `${visibleJson(JSON.stringify(value, null, 2))}\n`;

export const scanJson = (result: ScanResult): string => jsonText(result);
