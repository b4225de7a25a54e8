import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { redactText } from '#core/redact/text';

const tailBytes = 64 * 1024;

/** The last lines of a log, through the redactor once more: an older version may have written it. */
export const logTail = (path: string, lines: number): string[] => {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = Buffer.alloc(Math.min(size, tailBytes));
      readSync(file, bytes, 0, bytes.length, size - bytes.length);
      const all = bytes.toString('utf8').split('\n');
      // The first one was cut where the tail begins.
      const whole = size > tailBytes ? all.slice(1) : all;
      return whole
        .filter(line => line !== '')
        .slice(-lines)
        .map(line => redactText(line, { maxLength: 1000 }));
    } finally {
      closeSync(file);
    }
  } catch {
    return [];
  }
};
