import type { Handlers } from '#core/core';
import type { Services } from '#core/services';
import { accessHandlers } from './access-handlers.ts';
import { type AppFacts, appHandlers } from './app-handlers.ts';
import { captureHandlers, type CapturePlanner } from './capture-handlers.ts';
import { compareHandlers } from './compare-handlers.ts';
import { contextHandlers } from './context-handlers.ts';
import { coverageHandlers } from './coverage-handlers.ts';
import { findingHandlers } from './finding-handlers.ts';
import { objectHandlers } from './object-handlers.ts';
import { createOpenSnapshots } from './open-snapshots.ts';
import { patchHandlers } from './patch-handlers.ts';
import type { RuleBook } from './rule-book.ts';
import { ruleHandlers } from './rule-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';
import { snapshotHandlers } from './snapshot-handlers.ts';
import { trayHandlers } from './tray-handlers.ts';

export interface HandlerOptions {
  readonly services: Services;
  readonly book: RuleBook;
  readonly planner: CapturePlanner;
  readonly facts: AppFacts;
}

/** One handler for each call of the contract: the compiler refuses a map that lacks one. */
export const createHandlers = ({ services, book, planner, facts }: HandlerOptions): Handlers => {
  const open = createOpenSnapshots(services.library, book.packOf, services.ports);
  return {
    ...appHandlers(facts, book, services, open),
    ...settingsHandlers(services),
    ...contextHandlers(services),
    ...captureHandlers(services, planner),
    ...snapshotHandlers(services, open),
    ...findingHandlers(services, open, book),
    ...coverageHandlers(open, book),
    ...objectHandlers(services, open),
    ...compareHandlers(services),
    ...accessHandlers(services),
    ...patchHandlers(services),
    ...ruleHandlers(open, book),
    ...trayHandlers(services),
  };
};
