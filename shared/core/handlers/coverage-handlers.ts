import { type ResourceName, resourceName } from '#contract/kube';
import { ok } from '#contract/result';
import type { Handlers } from '#core/core';
import { gapRank, gapWeights } from '#core/coverage/gap-weight';
import { builtinResource } from '#kube/builtin-resources';
import type { OpenSnapshots } from './open-snapshots.ts';
import type { RuleBook } from './rule-book.ts';

const most = 2_000;

export const coverageHandlers = (open: OpenSnapshots, book: RuleBook): Pick<Handlers, 'coverage.get'> => {
  const needsOf = new Map(book.cards.map(card => [card.id, new Set(card.needs)]));
  return {
    'coverage.get': async ({ snapshot }) => {
      const opened = await open.get(snapshot);
      if (!opened.ok) return opened;
      const { coverage: cells } = opened.value.snapshot.evaluation();
      const coverage = opened.value.snapshot.coverage();
      const unknowns = opened.value.rows.map(row => row.finding).filter(finding => finding.status === 'unknown');
      const unknownsOf = gapWeights(unknowns, needsOf);
      const served = new Map(
        opened.value.snapshot.types().map(type => [resourceName(type.group, type.resource), type.namespaced]),
      );
      const isNamespaced = (name: ResourceName): boolean => served.get(name) ?? builtinResource(name)?.namespaced ?? false;
      const entries = coverage.entries
        .map(entry => ({
          ...entry,
          needs: [...entry.needs],
          unknown: unknownsOf(entry),
          namespaced: entry.namespace !== null || isNamespaced(resourceName(entry.group, entry.resource)),
        }))
        .toSorted((a, b) => b.unknown - a.unknown || gapRank[a.state] - gapRank[b.state]);
      return ok({
        ...cells,
        namespaces: coverage.namespaces === null ? null : [...coverage.namespaces],
        entries: entries.slice(0, most),
        omitted: Math.max(0, entries.length - most),
      });
    },
  };
};
