import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#core/ports';
import { redactText } from '#core/redact/text';
import { makeFolder } from '../platform/make-folder.ts';

const mostBytes = 5 * 1024 * 1024;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

export const logPath = (home: string): string => join(home, 'logs', 'plumbline.log');

/** `<home>/logs/plumbline.log`, 0600, one older file kept. Every line passes the redactor; a disk that refuses loses lines, not work. */
export const openLog = (home: string): Log => {
  const folder = join(home, 'logs');
  const path = logPath(home);
  return {
    write: (level, message) => {
      try {
        makeFolder(folder);
        if (sizeOf(path) > mostBytes) renameSync(path, `${path}.1`);
        appendFileSync(path, `${new Date().toISOString()} ${level} ${redactText(message, { maxLength: 2000 })}\n`, {
          mode: 0o600,
        });
      } catch {
        // Nowhere to tell it.
      }
    },
  };
};
