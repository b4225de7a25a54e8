import type { Client } from '#contract/client';
import type { Download } from '#contract/methods';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';

/** What the page's carriers give beside the calls: a file is fetched by the host's own way of saving. */
export interface AppClient extends Client {
  /** False where the person left the save dialog without an answer. */
  save(download: Download): Promise<Result<boolean, Problem>>;
  /** A one-time code for a further tab; only the loopback page has tabs. */
  readonly issueCode?: () => Promise<Result<string, Problem>>;
}
