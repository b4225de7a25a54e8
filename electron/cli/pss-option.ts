import { InvalidArgumentError } from 'commander';
import type { PssChoice } from './cli-core.ts';

/** `baseline`, `restricted@v1.37`, `restricted@latest`. */
export const parsePss = (text: string): PssChoice => {
  const match = /^(baseline|restricted)(?:@(latest|v1\.\d{1,3}))?$/.exec(text);
  if (match === null)
    throw new InvalidArgumentError('It takes baseline or restricted, and a version if wanted: restricted@v1.37.');
  return { level: match[1] === 'baseline' ? 'baseline' : 'restricted', version: match[2] === 'latest' ? undefined : match[2] };
};
