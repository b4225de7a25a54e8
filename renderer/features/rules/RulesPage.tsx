import { type ReactElement, useMemo, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import { severities } from '#contract/finding';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { useCurrent } from '#renderer/app/current.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { RefreshNotice } from '#renderer/app/notices.tsx';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ListHead } from '#renderer/ui/ListHead.tsx';
import { ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { AlertNotice } from '#renderer/ui/Notice.tsx';
import { severityWord } from '#renderer/ui/Severity.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { Table, type TableHandle } from '#renderer/ui/Table.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { filterOf, frameworksOf, packsOf, rowsOf, verdicts, verdictWords } from './catalogue.ts';
import { columnsFor } from './parts/columns.tsx';
import { RuleDetail } from './parts/RuleDetail.tsx';

const choicesOf = (values: readonly string[], words: (value: string) => string = value => value) => [
  { value: '', label: 'any' },
  ...values.map(value => ({ value, label: words(value) })),
];

/** The catalogue: what each rule looks for, what it said on the open snapshot, and what tests it. */
export const RulesPage = ({ rule: selected }: { readonly rule: string | null }): ReactElement => {
  const listed = useCall('rules.list', {});
  const current = useCurrent(state => state.snapshot);
  const summary = useCall('snapshots.get', { snapshot: current ?? '' }, { enabled: current !== null });
  const results = useCall('rules.results', { snapshot: current ?? '' }, { enabled: current !== null });
  const narrow = useNarrow();
  const search = useSearch();
  const [, navigate] = useLocation();
  const table = useRef<TableHandle>(null);
  const input = useRef<HTMLInputElement>(null);
  usePageState(stateOf(listed));
  useTitle('Rules');

  const params = useMemo(() => new URLSearchParams(search), [search]);
  const filter = useMemo(() => filterOf(params), [params]);
  const rules = useMemo(() => listed.data?.rules ?? [], [listed.data]);
  const rows = useMemo(() => rowsOf(rules, results.data?.results, filter), [rules, results.data, filter]);
  const all = useMemo(() => rowsOf(rules, results.data?.results, filterOf(new URLSearchParams())), [rules, results.data]);
  const row = all.find(({ rule }) => rule.id === selected);
  const columns = useMemo(
    () => columnsFor(results.data !== undefined, row === undefined || results.data === undefined),
    [results.data, row],
  );
  const to = (id: string | null, next: Readonly<Record<string, string>> = {}): void => {
    const changed = new URLSearchParams(params);
    for (const [name, value] of Object.entries(next)) {
      if (value === '') changed.delete(name);
      else changed.set(name, value);
    }
    const query = changed.toString();
    navigate(id === null ? `${routes.rules}${query === '' ? '' : `?${query}`}` : routes.rule(id, query), { replace: true });
  };
  const narrowed = [filter.pack, filter.framework, filter.severity, filter.verdict, filter.words].some(value => value !== '');
  useKeys({
    '/': () => input.current?.focus(),
    j: () => table.current?.move(1),
    k: () => table.current?.move(-1),
    Escape: () => to(null),
  });

  const version = listed.data?.version;
  const otherRules = results.data === undefined || results.data.rulesVersion === version ? null : results.data.rulesVersion;
  const snapshot = current === null ? undefined : summary.data;
  const detail =
    row === undefined ? null : <RuleDetail key={row.rule.id} row={row} snapshot={snapshot} otherRules={otherRules} />;
  if (narrow && detail !== null)
    return (
      <div className="page-column">
        <div className="detail-back">
          <button type="button" className="link" onClick={() => to(null)}>
            <Icon name="chevron-left" size={12} /> Rules
          </button>
        </div>
        {detail}
      </div>
    );
  return (
    <>
      <div className="page-column">
        {selected !== null && listed.data !== undefined && row === undefined ? (
          <AlertNotice>There is no rule {visible(selected, 80)}; it may be of another version of Plumbline.</AlertNotice>
        ) : null}
        <RefreshNotice asked={listed} />
        <ListHead
          title="Rules"
          searchLabel="Search rules"
          placeholder="id, pack, framework or words"
          words={filter.words}
          onWords={q => to(selected, { q })}
          input={input}
        >
          <ChoiceMenu<string>
            label="Severity"
            value={filter.severity}
            onChange={severity => to(selected, { severity })}
            choices={choicesOf(severities, value => severityWord(value as (typeof severities)[number]))}
          />
          <ChoiceMenu
            label="Pack"
            value={filter.pack}
            onChange={pack => to(selected, { pack })}
            choices={choicesOf(packsOf(rules))}
          />
          <ChoiceMenu
            label="Framework"
            value={filter.framework}
            onChange={framework => to(selected, { framework })}
            choices={choicesOf(frameworksOf(rules))}
          />
          {results.data === undefined ? null : (
            <ChoiceMenu<string>
              label="Result"
              value={filter.verdict}
              onChange={result => to(selected, { result })}
              choices={choicesOf(verdicts, value => verdictWords[value as (typeof verdicts)[number]])}
            />
          )}
        </ListHead>
        {listed.isPending ? <LoadingState label="Reading the rules" /> : null}
        {listed.isError && listed.data === undefined ? (
          <ErrorState fault={problemOf(listed.error)} onRetry={() => void listed.refetch()} />
        ) : null}
        {results.isError ? <ErrorState fault={problemOf(results.error)} inline onRetry={() => void results.refetch()} /> : null}
        {listed.data !== undefined && rows.length === 0 ? (
          <EmptyState
            title={narrowed ? 'No rule fits the filter' : 'There are no rules'}
            action={
              narrowed ? (
                <Button onClick={() => to(selected, { q: '', pack: '', framework: '', severity: '', result: '' })}>
                  Clear the filter
                </Button>
              ) : undefined
            }
          />
        ) : null}
        {rows.length === 0 ? null : (
          <Table
            label="Rules"
            handle={table}
            rows={rows}
            columns={columns}
            rowId={({ rule }) => rule.id}
            selected={selected}
            onSelect={({ rule }) => to(rule.id)}
            sort={{ id: 'severity', desc: false }}
          />
        )}
      </div>
      {detail === null ? null : <SidePanel label="Rule">{detail}</SidePanel>}
      <StatusLine
        facts={[
          listed.data === undefined
            ? null
            : rows.length === rules.length
              ? plural(rules.length, 'rule')
              : `${rows.length} of ${plural(rules.length, 'rule')}`,
          version === undefined ? null : `version ${version}`,
          snapshot === undefined ? null : `results on ${visible(snapshot.title, 60)}`,
        ]}
        keys={[{ keys: ['/'], does: 'search' }]}
      />
    </>
  );
};
