import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, type ReactElement, useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ContextEntry } from '#contract/context';
import { problemOf, useCall, useCommand } from '#renderer/app/client/query.ts';
import { StatusLine } from '#renderer/app/frame/StatusLine.tsx';
import { useKeys } from '#renderer/app/keys.ts';
import { useNarrow } from '#renderer/app/narrow.ts';
import { stateOf, usePageState, useTitle } from '#renderer/app/page-state.ts';
import { routes } from '#renderer/app/routes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/States.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import { plural } from '#renderer/ui/time.ts';
import { AddDialog } from './parts/AddDialog.tsx';
import { ContextDetail } from './parts/ContextDetail.tsx';
import { ContextList, isSame } from './parts/ContextList.tsx';
import { useAddKubeconfig } from './use-add.ts';

const address = (source: string, context: string): string =>
  `${routes.clusters}?${new URLSearchParams({ source, context }).toString()}`;

/** Sources and their contexts; the chosen one beside them, with what a capture would ask. */
export const ClustersPage = (): ReactElement => {
  const [, navigate] = useLocation();
  const search = useSearch();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const [source, name] = [params.get('source'), params.get('context')];
  const narrow = useNarrow();
  const listed = useCall('contexts.list', {});
  const library = useCall('snapshots.list', {});
  const [adding, setAdding] = useState(false);
  const [words, setWords] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const queries = useQueryClient();
  const add = useAddKubeconfig();
  const remove = useCommand('contexts.remove');
  usePageState(stateOf(listed));
  useTitle('Clusters');

  const contexts = useMemo(() => {
    const parts = words.toLowerCase().split(/\s+/u).filter(Boolean);
    return (listed.data?.contexts ?? []).filter(entry =>
      parts.every(part =>
        `${entry.name} ${entry.source} ${entry.cluster?.server ?? ''} ${entry.user?.name ?? ''}`.toLowerCase().includes(part),
      ),
    );
  }, [listed.data, words]);
  const chosen = listed.data?.contexts.find(entry => isSame(entry, source, name));
  const choose = (entry: ContextEntry): void => navigate(address(entry.source, entry.name));
  const move = (by: number): void => {
    const next =
      contexts[Math.min(contexts.length - 1, Math.max(0, contexts.findIndex(entry => isSame(entry, source, name)) + by))];
    if (next !== undefined) navigate(address(next.source, next.name), { replace: true });
  };
  useKeys({ '/': () => input.current?.focus(), j: () => move(1), k: () => move(-1), Escape: () => navigate(routes.clusters) });

  const put = (contents: Blob, label: string): void =>
    add.mutate(
      { contents, name: label },
      {
        onSuccess: () => {
          setAdding(false);
          toast('Kubeconfig added', 'It is kept in memory until the app ends.');
        },
        onError: () => setAdding(true),
      },
    );
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file !== undefined) put(file, file.name);
  };
  const data = listed.data;
  const broken = data?.contexts.filter(entry => entry.problems.length > 0).length ?? 0;
  const detail = chosen === undefined ? null : <ContextDetail key={`${chosen.source} ${chosen.name}`} entry={chosen} />;

  return (
    <>
      {narrow && detail !== null ? null : (
        <div className="page-column" onDragOver={event => event.preventDefault()} onDrop={onDrop}>
          <div className="page-bar">
            <h1>Clusters</h1>
            <label className="filter-box">
              <Icon name="search" />
              <span className="sr-only">Search contexts</span>
              <input
                ref={input}
                value={words}
                onChange={event => setWords(event.target.value)}
                placeholder="name, server, user or file"
                spellCheck={false}
                maxLength={200}
              />
            </label>
            <Button onClick={() => setAdding(true)}>Add a kubeconfig</Button>
          </div>
          <div className="page-scroll">
            {listed.isPending ? <LoadingState label="Reading kubeconfig files" /> : null}
            {listed.isError && data === undefined ? (
              <ErrorState fault={problemOf(listed.error)} onRetry={() => void listed.refetch()} />
            ) : null}
            {data !== undefined && data.contexts.length === 0 ? (
              <EmptyState
                title="No context was found"
                action={
                  <Button variant="primary" onClick={() => setAdding(true)}>
                    Add a kubeconfig
                  </Button>
                }
              >
                Plumbline reads what kubectl reads: KUBECONFIG, else ~/.kube/config. A file can also be dropped here, or its text
                pasted.
              </EmptyState>
            ) : null}
            {data === undefined || data.sources.length === 0 ? null : (
              <ContextList
                sources={data.sources}
                contexts={contexts}
                snapshots={library.data?.snapshots ?? []}
                source={source}
                name={name}
                onSelect={choose}
                onRemove={entry =>
                  remove.mutate(
                    { source: entry.id },
                    {
                      onSuccess: () => void queries.invalidateQueries({ queryKey: ['contexts.list'] }),
                      onError: error => toast(problemOf(error).what, problemOf(error).todo, 'alert'),
                    },
                  )
                }
              />
            )}
          </div>
        </div>
      )}
      {detail === null ? null : narrow ? (
        <div className="page-column">
          <div className="detail-back">
            <button type="button" className="link" onClick={() => navigate(routes.clusters)}>
              <Icon name="chevron-left" size={12} /> Clusters
            </button>
          </div>
          {detail}
        </div>
      ) : (
        <SidePanel label="Context">{detail}</SidePanel>
      )}
      {adding ? (
        <AddDialog
          onClose={() => setAdding(false)}
          onAdd={put}
          busy={add.isPending}
          problem={add.isError ? problemOf(add.error) : null}
        />
      ) : null}
      <StatusLine
        facts={[
          data === undefined ? null : plural(data.contexts.length, 'context'),
          data === undefined ? null : plural(data.sources.length, 'source'),
          broken === 0 ? null : <span className="is-alert">{broken} with problems</span>,
          'nothing connects by itself',
        ]}
        keys={[
          { keys: ['J', 'K'], does: 'move' },
          { keys: ['/'], does: 'search' },
        ]}
      />
    </>
  );
};
