import type { Finding } from '#contract/finding';
import type { FindingDetail } from '#contract/findings-query';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Handlers } from '#core/core';
import { evidenceOf } from '#core/findings/evidence';
import { managedBy } from '#core/findings/managed-by';
import { findingsPage } from '#core/findings/page';
import { keysOfRefs } from '#core/objects/keys';
import type { OpenSnapshot } from '#core/services';
import type { OpenSnapshots } from './open-snapshots.ts';
import type { RuleBook } from './rule-book.ts';

const mostOccurrences = 500;

const detailOf = (snapshot: OpenSnapshot, finding: Finding, book: RuleBook): FindingDetail => {
  const rule = book.rules.find(candidate => candidate.id === finding.ruleId);
  const stands = finding.at?.resource ?? finding.resource;
  const key = stands === null ? null : keysOfRefs(snapshot.types())(stands);
  const there = key === null ? undefined : snapshot.object(key);
  const object = finding.at === null ? undefined : there;
  return {
    finding: { ...finding, occurrences: finding.occurrences.slice(0, mostOccurrences) },
    pack: book.packOf.get(finding.ruleId) ?? '',
    what: rule?.what ?? '',
    references: [...(rule?.references ?? [])],
    managedBy: object === undefined || key === null ? [] : managedBy(object, snapshot.facts(key)),
    evidence: object === undefined || finding.at === null ? null : evidenceOf(object, finding.at.path),
    object: there === undefined ? null : key,
  };
};

export const findingHandlers = (open: OpenSnapshots, book: RuleBook): Pick<Handlers, 'findings.list' | 'findings.get'> => ({
  'findings.list': async query => {
    const opened = open.get(query.snapshot);
    return opened.ok ? ok(findingsPage(opened.value.rows, query)) : opened;
  },
  'findings.get': async ({ snapshot, finding }): Promise<Result<FindingDetail, Problem>> => {
    const opened = open.get(snapshot);
    if (!opened.ok) return opened;
    const row = opened.value.rows.find(candidate => candidate.finding.id === finding);
    if (row === undefined) {
      return fail(
        problem('finding-unknown', {
          what: `This snapshot has no finding ${finding}.`,
          why: 'It was fixed since, or belongs to another snapshot.',
        }),
      );
    }
    return ok(detailOf(opened.value.snapshot, row.finding, book));
  },
});
