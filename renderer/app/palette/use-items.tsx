import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { SnapshotSummary } from '#contract/snapshot';
import { useCall } from '#renderer/app/client/query.ts';
import { type Entry, useEntries } from '#renderer/app/frame/entries.tsx';
import { keyText } from '#renderer/app/key-hints.ts';
import { goKeys, useKeyRegistry } from '#renderer/app/keys.ts';
import { routes } from '#renderer/app/routes.ts';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import { ageText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import type { Item } from './match.ts';
import { useActions } from './use-actions.ts';

const least = 2;
const settle = 120;
const longest = 200;

/** The text once it has rested: what the core is asked. */
const useRested = (text: string): string => {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), settle);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
};

const newest = (snapshots: readonly SnapshotSummary[]): readonly SnapshotSummary[] =>
  [...snapshots].sort((a, b) => Date.parse(b.meta.capturedUntil) - Date.parse(a.meta.capturedUntil));

const goKey = (id: string): string | undefined => {
  const letter = goKeys[id];
  return letter === undefined ? undefined : `g ${letter}`;
};

const named = (text: string): string => visible(text, longest);

const pageItems = (entries: readonly Entry[], navigate: (to: string) => void): readonly Item[] =>
  [{ id: 'start', label: 'Start page', href: routes.start }, ...entries].flatMap(({ id, label, href }) => {
    const key = goKey(id);
    return href === null
      ? []
      : [
          {
            id: `page:${id}`,
            group: 'Pages' as const,
            label,
            ...(key === undefined ? {} : { keys: keyText(key) }),
            run: () => navigate(href),
          },
        ];
  });

const snapshotItem = (snapshot: SnapshotSummary, now: number, navigate: (to: string) => void): Item => ({
  id: `snapshot:${snapshot.id}`,
  group: 'Snapshots',
  label: named(snapshot.title),
  detail: `${ageText(Date.parse(snapshot.meta.capturedUntil), now)}, ${snapshot.meta.origin}`,
  also: `${snapshot.meta.name} ${snapshot.id}`,
  run: () => navigate(routes.findings(snapshot.id)),
});

/** Everything that the palette leads to or does, under the text; asked for while it is open and kept nowhere. */
export const useItems = (
  text: string,
  snapshot: SnapshotSummary | undefined,
): { readonly items: readonly Item[]; readonly busy: boolean } => {
  const [location, navigate] = useLocation();
  const [now] = useState(() => Date.now());
  const single = useKeyRegistry(state => state.single);
  const entries = useEntries(snapshot, location);
  const actions = useActions(snapshot);
  const rested = useRested(text.trim());
  const asks = rested.length >= least;
  const inSnapshot = snapshot !== undefined && asks;
  const id = snapshot?.id ?? '';
  const contexts = useCall('contexts.list', {}, { enabled: asks }).data?.contexts ?? [];
  const snapshots = newest(useCall('snapshots.list', {}).data?.snapshots ?? []);
  const rules = useCall('rules.list', {}, { enabled: asks }).data?.rules ?? [];
  const searched = rested.slice(0, 400);
  const findings = useCall(
    'findings.list',
    { snapshot: id, filter: { text: searched.split(/\s+/u) }, group: 'none', limit: 8 },
    { enabled: inSnapshot, keep: true },
  );
  const objects = useCall(
    'objects.list',
    { snapshot: id, text: searched, offset: 0, limit: 20 },
    { enabled: inSnapshot, keep: true },
  );
  const items: Item[] = [
    ...pageItems(entries, navigate),
    ...actions.map((action): Item => ({
      id: `action:${action.id}`,
      group: 'Actions',
      label: action.label,
      ...(action.detail === undefined ? {} : { detail: named(action.detail) }),
      ...(action.also === undefined ? {} : { also: action.also }),
      ...(action.key === undefined || !single ? {} : { keys: keyText(action.key) }),
      run: action.run,
    })),
    ...contexts.flatMap((context): readonly Item[] => {
      const last = snapshots.find(
        ({ meta }) => meta.origin === 'cluster' && meta.context?.source === context.source && meta.context.name === context.name,
      );
      const server = context.cluster === null ? 'no cluster' : named(context.cluster.server);
      return [
        {
          id: `capture:${context.source}:${context.name}`,
          group: 'Contexts',
          label: `Capture ${named(context.name)}`,
          detail: server,
          run: () => navigate(routes.context(context)),
        },
        ...(last === undefined
          ? []
          : [
              {
                id: `show:${context.source}:${context.name}`,
                group: 'Contexts' as const,
                label: `Show ${named(context.name)}`,
                detail: `as it was ${ageText(Date.parse(last.meta.capturedUntil), now)} ago`,
                run: () => navigate(routes.findings(last.id)),
              },
            ]),
      ];
    }),
    ...snapshots.map(entry => snapshotItem(entry, now, navigate)),
    ...(inSnapshot ? (objects.data?.rows ?? []) : []).map((row): Item => ({
      id: `object:${row.key}`,
      group: 'Objects',
      label: named(row.name),
      detail: named(`${row.kind}${row.namespace === null ? '' : ` in ${row.namespace}`}`),
      found: true,
      ...(row.worst === null ? {} : { mark: <SeverityGlyph severity={row.worst} size={12} /> }),
      run: () => navigate(routes.object(id, row.key)),
    })),
    ...(inSnapshot ? (findings.data?.lines ?? []) : []).flatMap((line): readonly Item[] =>
      line.type === 'finding'
        ? [
            {
              id: `finding:${line.row.id}`,
              group: 'Findings',
              label: named(line.row.message),
              detail: named(`${line.row.kind} ${line.row.namespace === null ? '' : `${line.row.namespace}/`}${line.row.name}`),
              found: true,
              mark: <SeverityGlyph severity={line.row.severity} unknown={line.row.status === 'unknown'} size={12} />,
              run: () => navigate(routes.finding(id, line.row.id)),
            },
          ]
        : [],
    ),
    ...rules.map((rule): Item => ({
      id: `rule:${rule.id}`,
      group: 'Rules',
      label: rule.id,
      detail: rule.what,
      mark: <SeverityGlyph severity={rule.severity} size={12} />,
      run: () => navigate(routes.rule(rule.id)),
    })),
  ];
  return { items, busy: text.trim() !== rested || findings.isFetching || objects.isFetching };
};
