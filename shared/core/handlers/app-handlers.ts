import type { Output } from '#contract/methods';
import { ok } from '#contract/result';
import type { Handlers } from '#core/core';
import type { RuleBook } from './rule-book.ts';

export type AppFacts = Omit<Output<'app.info'>, 'rules' | 'rulesVersion'>;

export const appHandlers = (facts: AppFacts, book: RuleBook): Pick<Handlers, 'app.info' | 'rules.list'> => ({
  'app.info': async () => ok({ ...facts, rules: book.cards.length, rulesVersion: book.version }),
  'rules.list': async () => ok({ rules: [...book.cards], version: book.version }),
});
