import { problem, type Problem } from '#contract/problem';

export const usage = (what: string, why: string, todo?: string): Problem =>
  problem('usage', todo === undefined ? { what, why } : { what, why, todo });
