import { createCore } from '#core/core';
import { createHandlers } from '#core/handlers/create-handlers';
import { createRuleBook } from '#core/handlers/rule-book';
import type { CoreHost } from '#electron/core-host';
import { fakeServices } from './fake-services.ts';

/** The real core and handlers over small services in memory. */
export const fakeHost = (home: string, options: { readonly readOnly?: boolean } = {}): CoreHost => {
  const { services, files, events } = fakeServices(home);
  const handlers = createHandlers({
    services,
    book: createRuleBook([], 't', new Map()),
    planner: { plan: () => ({ requests: [], budget: 1, role: '' }) },
    facts: { version: '0', host: 'test', platform: 'linux', open: null },
  });
  return {
    core: createCore({ handlers, log: services.ports.log, readOnly: () => options.readOnly ?? false }),
    subscribe: events.subscribe,
    takeDownload: files.take,
    adopt: files.adopt,
    reconnect: () => undefined,
    open: async () => undefined,
    close: async () => files.close(),
  };
};
