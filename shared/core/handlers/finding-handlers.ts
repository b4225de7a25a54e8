import type { Finding } from '#contract/finding';
import { parseFilter } from '#contract/filter-text';
import type { ExportFormat, FindingDetail } from '#contract/findings-query';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SnapshotSummary } from '#contract/snapshot';
import type { Handlers } from '#core/core';
import { gapWeights } from '#core/coverage/gap-weight';
import { evidenceOf } from '#core/findings/evidence';
import { managedBy } from '#core/findings/managed-by';
import { ownedBy } from '#core/findings/owned-by';
import { createIdReader, notesOf, olderOf } from '#core/findings/notes';
import { findingsPage } from '#core/findings/page';
import { prepareTable, prepareTexts } from '#core/findings/table';
import { keysOfRefs } from '#core/objects/keys';
import { overviewOf } from '#core/overview/overview';
import type { OpenSnapshot, Services } from '#core/services';
import { fileName } from './file-name.ts';
import type { OpenSnapshots } from './open-snapshots.ts';
import type { RuleBook } from './rule-book.ts';

const mostOccurrences = 500;

const detailOf = (snapshot: OpenSnapshot, finding: Finding, book: RuleBook): FindingDetail => {
  const rule = book.rules.find(candidate => candidate.id === finding.ruleId);
  const stands = finding.at?.resource ?? finding.resource;
  const key = stands === null ? null : keysOfRefs(snapshot.types())(stands);
  const there = key === null ? undefined : snapshot.object(key);
  const object = finding.at === null ? undefined : there;
  const namespace = object?.metadata.namespace;
  const owner =
    object === undefined
      ? null
      : ownedBy(object, namespace === undefined ? undefined : snapshot.object(`/namespaces/_cluster/${namespace}`));
  return {
    finding: { ...finding, occurrences: finding.occurrences.slice(0, mostOccurrences) },
    pack: book.packOf.get(finding.ruleId) ?? '',
    what: rule?.what ?? '',
    references: [...(rule?.references ?? [])],
    managedBy: object === undefined || key === null ? [] : managedBy(object, snapshot.facts(key)),
    ...(owner === null ? {} : { owner }),
    evidence: object === undefined || finding.at === null ? null : evidenceOf(object, finding.at.path),
    object: there === undefined ? null : key,
  };
};

type FindingCalls = 'findings.list' | 'findings.get' | 'findings.notes' | 'findings.export' | 'findings.recheck' | 'overview.get';

const extensions: Readonly<Record<ExportFormat, string>> = { csv: 'csv', json: 'json', jsonl: 'jsonl', markdown: 'md' };

const noFinding = (finding: string): Problem =>
  problem('finding-unknown', {
    what: `This snapshot has no finding ${finding}.`,
    why: 'It was fixed since, or belongs to another snapshot.',
  });

export const findingHandlers = (
  { engine, events, files, library, ports }: Services,
  open: OpenSnapshots,
  book: RuleBook,
): Pick<Handlers, FindingCalls> => {
  const idsOf = createIdReader(library, ports);
  // Every file of the library is opened for it: once, until something in it changes.
  let all: readonly SnapshotSummary[] | undefined;
  events.subscribe(event => {
    if (event.type === 'library.changed') all = undefined;
  });
  const summaries = (): readonly SnapshotSummary[] => {
    const listed = all === undefined ? library.list() : undefined;
    if (listed?.ok === true) all = listed.value.snapshots;
    return all ?? [];
  };
  const needsOf = new Map(book.cards.map(card => [card.id, new Set(card.needs)]));
  return {
    'findings.list': async query => {
      const opened = await open.get(query.snapshot);
      if (!opened.ok) return opened;
      const { rows } = opened.value;
      await prepareTable(rows, query, ports);
      const page = findingsPage(rows, query);
      // Behind this answer: the first letter of a search then finds its texts made.
      void prepareTexts(rows, ports);
      return ok(page);
    },
    'findings.get': async ({ snapshot, finding }): Promise<Result<FindingDetail, Problem>> => {
      const opened = await open.get(snapshot);
      if (!opened.ok) return opened;
      const row = opened.value.rows.find(candidate => candidate.finding.id === finding);
      return row === undefined ? fail(noFinding(finding)) : ok(detailOf(opened.value.snapshot, row.finding, book));
    },
    'findings.notes': async ({ snapshot, findings }) => {
      const opened = await open.get(snapshot);
      if (!opened.ok) return opened;
      const wanted = new Set(findings);
      const notes = await notesOf(
        {
          snapshot: opened.value.snapshot,
          rows: opened.value.rows.filter(row => wanted.has(row.finding.id)),
          older: olderOf(opened.value.snapshot.summary(), summaries()),
          idsOf,
        },
        ports,
      );
      return ok({ notes: [...notes] });
    },
    'findings.export': async (query, { signal }) => {
      const opened = await open.get(query.snapshot);
      if (!opened.ok) return opened;
      const filter = parseFilter(query.q);
      if (!filter.ok) return filter;
      const outgoing = files.outgoing(fileName(opened.value.snapshot.summary().title, `-findings.${extensions[query.format]}`));
      const written = await engine.exportFindings(query, outgoing.path, signal);
      return written.ok ? files.offer(outgoing.handle, written.value.bytes) : written;
    },
    'findings.recheck': async ({ snapshot, scope }, { signal }) => engine.recheck(snapshot, scope, signal),
    'overview.get': async ({ snapshot }) => {
      const opened = await open.get(snapshot);
      if (!opened.ok) return opened;
      const { rows } = opened.value;
      const unknowns = rows.map(row => row.finding).filter(finding => finding.status === 'unknown');
      return ok(
        overviewOf({
          summary: opened.value.snapshot.summary(),
          all: summaries(),
          rows,
          coverage: opened.value.snapshot.coverage(),
          unknownsOf: gapWeights(unknowns, needsOf),
        }),
      );
    },
  };
};
