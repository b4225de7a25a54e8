import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { InventoryEntry } from '#contract/inventory';
import { problemOf, useCall } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { StaleNotice } from '#renderer/ui/Notice.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { clockText, plural } from '#renderer/ui/time.ts';
import { entryKey, type Grouping, groupings, isShown, linesOf, search, type Shown } from './inventory.ts';
import { AddDialog } from './parts/AddDialog.tsx';
import { ContextDetail } from './parts/ContextDetail.tsx';
import { DoctorDialog } from './parts/DoctorDialog.tsx';
import { InventoryBar } from './parts/InventoryBar.tsx';
import { InventoryList } from './parts/InventoryList.tsx';
import { NoteDialog } from './parts/NoteDialog.tsx';
import { Vanished } from './parts/Vanished.tsx';
import { useNote } from './use-note.ts';
import { useSourceActions } from './use-source-actions.ts';

const isGrouping = (text: string | null): text is Grouping => groupings.some(({ value }) => value === text);
const isShownName = (text: string | null): text is Shown => text !== null && Object.hasOwn(isShown, text);

type Open = 'add' | 'note' | 'doctor' | null;

/** What changed on disk while another window was in front is read when this one is again. */
const useFreshOnFocus = (): void => {
  const queries = useQueryClient();
  useEffect(() => {
    const renew = (): void => void queries.invalidateQueries({ queryKey: ['contexts.list'] });
    window.addEventListener('focus', renew);
    return () => window.removeEventListener('focus', renew);
  }, [queries]);
};

/** Everything that this page knows stands in the address: what is chosen, sought, grouped and shown. */
const useAddress = () => {
  const [, navigate] = useLocation();
  const found = useSearch();
  const params = useMemo(() => new URLSearchParams(found), [found]);
  const set = (change: Readonly<Record<string, string | null>>, replace = false): void => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(change)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    navigate(next.size === 0 ? routes.clusters : `${routes.clusters}?${next.toString()}`, { replace });
  };
  const [group, show] = [params.get('group'), params.get('show')];
  return {
    source: params.get('source'),
    name: params.get('context'),
    words: params.get('q') ?? '',
    grouping: isGrouping(group) ? group : ('source' as const),
    shown: isShownName(show) ? show : ('all' as const),
    set,
  };
};

/** The inventory: every context of every source, what is known of it, and the chosen one beside. */
export const ClustersPage = (): ReactElement => {
  const { source, name, words, grouping, shown, set } = useAddress();
  const narrow = useNarrow();
  const listed = useCall('contexts.list', {});
  const [open, setOpen] = useState<Open>(null);
  const input = useRef<HTMLInputElement>(null);
  const actions = useSourceActions();
  const desktop = useCall('app.info', {}).data?.host === 'desktop';
  const writeNote = useNote();
  useFreshOnFocus();
  usePageState(stateOf(listed));
  useTitle('Clusters');

  const data = listed.data;
  const lines = useMemo(() => {
    if (data === undefined) return [];
    const found = search(data.contexts, words, shown);
    return linesOf(data.sources, found, grouping, words.trim() !== '' || shown !== 'all');
  }, [data, words, shown, grouping]);
  const entries = useMemo(() => lines.flatMap(line => (line.type === 'entry' ? [line.entry] : [])), [lines]);
  const chosen = data?.contexts.find(entry => entry.source === source && entry.name === name);
  const key = chosen === undefined ? null : entryKey(chosen);
  const context = useMemo(() => (source === null || name === null ? null : { source, name }), [source, name]);

  const choose = (entry: InventoryEntry | null, replace = false): void =>
    set({ source: entry?.source ?? null, context: entry?.name ?? null }, replace);
  const move = (by: number): void => {
    const at = entries.findIndex(entry => entryKey(entry) === key);
    const next = entries[Math.min(entries.length - 1, Math.max(0, at + by))];
    if (next !== undefined) choose(next, chosen !== undefined);
  };
  useKeys({
    '/': () => input.current?.focus(),
    j: () => move(1),
    k: () => move(-1),
    Escape: () => choose(null),
    ...(chosen === undefined
      ? {}
      : {
          e: { does: 'edit your notes', hint: 'notes', run: () => setOpen('note') },
          d: { does: 'check the connection', hint: 'check', run: () => setOpen('doctor') },
        }),
  });

  const put = (files: Parameters<typeof actions.put>[0]): void => actions.put(files, done => setOpen(done ? null : 'add'));
  const count = (which: Shown): number => data?.contexts.filter(isShown[which]).length ?? 0;
  const detail =
    chosen === undefined ? null : (
      <ContextDetail key={entryKey(chosen)} entry={chosen} onEdit={() => setOpen('note')} onCheck={() => setOpen('doctor')} />
    );

  return (
    <>
      {narrow && detail !== null ? null : (
        <div className="page-column">
          <InventoryBar
            input={input}
            words={words}
            onWords={q => set({ q }, true)}
            grouping={grouping}
            onGrouping={group => set({ group: group === 'source' ? null : group })}
            shown={shown}
            onShown={show => set({ show: show === 'all' ? null : show })}
            counts={{ all: count('all'), never: count('never'), overdue: count('overdue'), problems: count('problems') }}
            onAdd={() => setOpen('add')}
          />
          {listed.isRefetchError && data !== undefined ? (
            <StaleNotice
              action={
                <button type="button" className="link" onClick={() => void listed.refetch()}>
                  Try again
                </button>
              }
            >
              Kubeconfigs as of {clockText(new Date(listed.dataUpdatedAt).toISOString())}: reading them again failed.
            </StaleNotice>
          ) : null}
          {listed.isPending ? <LoadingState label="Reading kubeconfig files" /> : null}
          {listed.isError && data === undefined ? (
            <ErrorState fault={problemOf(listed.error)} onRetry={() => void listed.refetch()} />
          ) : null}
          {data !== undefined && data.contexts.length === 0 ? (
            <EmptyState
              title="No context was found"
              action={
                <Button variant="primary" onClick={() => setOpen('add')}>
                  Add kubeconfigs
                </Button>
              }
            >
              Plumbline reads what kubectl reads: KUBECONFIG, else ~/.kube/config. Files can also be dropped here, or pasted.
            </EmptyState>
          ) : null}
          {data !== undefined && data.contexts.length > 0 && entries.length === 0 ? (
            <EmptyState
              title="No context fits"
              action={
                <Button onClick={() => set({ q: null, show: null })}>Show all {plural(data.contexts.length, 'context')}</Button>
              }
            >
              What is sought stands in a context’s name, file, server, user, namespace, owner or environment.
            </EmptyState>
          ) : null}
          {lines.length === 0 ? null : (
            <InventoryList lines={lines} selected={key} onSelect={choose} onMove={move} onRemove={actions.remove} />
          )}
          <Vanished vanished={data?.vanished ?? []} onForget={gone => writeNote(gone, null, 'Notes forgotten')} />
        </div>
      )}
      {detail === null ? null : narrow ? (
        <div className="page-column">
          <div className="detail-back">
            <button type="button" className="link" onClick={() => choose(null)}>
              <Icon name="chevron-left" size={12} /> Clusters
            </button>
          </div>
          {detail}
        </div>
      ) : (
        <SidePanel label="Context">{detail}</SidePanel>
      )}
      {open === 'add' ? (
        <AddDialog
          onClose={() => setOpen(null)}
          onAdd={put}
          onChoose={desktop ? kind => actions.choose(kind, () => setOpen(null)) : null}
          busy={actions.busy}
          problem={actions.problem}
        />
      ) : null}
      {open === 'note' && chosen !== undefined && context !== null ? (
        <NoteDialog entry={chosen} onClose={() => setOpen(null)} onSave={note => writeNote(context, note)} />
      ) : null}
      {open === 'doctor' && context !== null ? <DoctorDialog context={context} onClose={() => setOpen(null)} /> : null}
      <StatusLine
        facts={[
          data === undefined
            ? null
            : entries.length === data.contexts.length
              ? plural(data.contexts.length, 'context')
              : `${entries.length} of ${plural(data.contexts.length, 'context')}`,
          data === undefined ? null : plural(data.sources.length, 'source'),
          count('problems') === 0 ? null : <span className="is-alert">{count('problems')} with problems</span>,
          'nothing connects by itself',
        ]}
      />
    </>
  );
};
