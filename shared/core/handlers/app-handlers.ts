import type { Output } from '#contract/methods';
import { ok } from '#contract/result';
import type { Handlers } from '#core/core';
import { diagnosticsText } from '#core/diagnostics/diagnostics-text';
import type { Services } from '#core/services';
import type { OpenSnapshots } from './open-snapshots.ts';
import type { RuleBook } from './rule-book.ts';

export type AppFacts = Omit<Output<'app.info'>, 'rules' | 'rulesVersion'>;

type AppCalls = 'app.info' | 'app.diagnostics' | 'app.captureEnvironment' | 'app.purgePlan' | 'app.purge';

export const appHandlers = (
  facts: AppFacts,
  book: RuleBook,
  { diagnostics, library, events }: Services,
  open: OpenSnapshots,
): Pick<Handlers, AppCalls> => ({
  'app.info': async () => ok({ ...facts, rules: book.cards.length, rulesVersion: book.version }),
  'app.diagnostics': async () => {
    const read = await diagnostics.read();
    return ok({ ...read, text: diagnosticsText(read) });
  },
  'app.captureEnvironment': async () => ok(await diagnostics.captureEnvironment()),
  'app.purgePlan': async ({ what }) => ok(diagnostics.purgePlan(what)),
  'app.purge': async ({ what }) => {
    if (what === 'snapshots' || what === 'everything') {
      const listed = library.list();
      // What is open holds its file: put aside, each is closed first.
      for (const { id } of listed.ok ? listed.value.snapshots : []) {
        open.forget(id);
        library.putAside(id);
      }
    }
    const purged = diagnostics.purge(what);
    events.emit({ type: 'library.changed' });
    events.emit({ type: 'settings.changed' });
    return purged;
  },
});
