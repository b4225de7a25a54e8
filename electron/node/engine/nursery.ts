import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's nursery at the size that it has by now. During a capture nearly all that is parsed stays, so a nursery that
 * doubles up to 32 MB a half (as V8 does on machines with much memory) holds some 90 MB more and saves no time. `--max-semi-space-size`
 * would say it, but counts only on the command line of Node; this flag is read at each growth.
 */
export const keepNurserySmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
