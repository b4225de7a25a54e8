import { useLocation } from 'wouter';
import type { Theme } from '#contract/settings';
import type { SnapshotSummary } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { showOverlay } from '#renderer/app/overlays.ts';
import { routes } from '#renderer/app/routes.ts';
import { useChangeSettings, useSettings } from '#renderer/app/settings.ts';
import { copyText } from '#renderer/ui/CopyButton.tsx';
import { toast, undoLast } from '#renderer/ui/Toast.tsx';

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  /** By the names of the key table. */
  readonly key?: string;
  readonly also?: string;
  readonly run: () => void;
}

const themes: readonly (readonly [Theme, string])[] = [
  ['system', 'Theme: as the system'],
  ['dark', 'Theme: dark'],
  ['light', 'Theme: light'],
  ['contrast', 'Theme: high contrast'],
];

const saveBundle = (client: ReturnType<typeof useClient>, snapshot: SnapshotSummary): void => {
  const save = async (): Promise<void> => {
    const download = await client.call('snapshots.export', { snapshot: snapshot.id });
    const saved = download.ok ? await client.save(download.value) : download;
    if (!saved.ok) toast(saved.error.what, saved.error.todo, 'alert');
    else if (saved.value && download.ok) toast('Exported', download.value.name);
  };
  void save();
};

/** What can be done from everywhere: offered by the palette, by keys and by the window's menu. */
export const useActions = (snapshot: SnapshotSummary | undefined): readonly Action[] => {
  const client = useClient();
  const settings = useSettings();
  const change = useChangeSettings();
  const [, navigate] = useLocation();
  const demo = useCommand('demo.open');
  const context = snapshot?.meta.context ?? null;
  return [
    ...(context === null
      ? []
      : [
          {
            id: 'capture-again',
            label: 'Capture this cluster again',
            detail: context.name,
            run: () => navigate(routes.context(context)),
          },
        ]),
    ...(snapshot === undefined
      ? []
      : [
          {
            id: 'compare-previous',
            label: 'Compare with the snapshot before it',
            detail: snapshot.title,
            also: 'diff drift changed since',
            run: () => navigate(routes.compareStart),
          },
          {
            id: 'export-snapshot',
            label: 'Export this snapshot as a bundle',
            detail: snapshot.title,
            also: 'save evidence',
            run: () => saveBundle(client, snapshot),
          },
        ]),
    {
      id: 'copy-link',
      label: 'Copy a link to this page',
      also: 'address url',
      run: () => void copyText(location.href).then(done => (done ? toast('Copied the link') : undefined)),
    },
    {
      id: 'open-bundle',
      label: 'Import a bundle or kubectl dump',
      also: 'open file',
      run: () => navigate(`${routes.snapshots}?import`),
    },
    {
      id: 'demo',
      label: 'Explore the demo',
      run: () =>
        demo.mutate(
          {},
          {
            onSuccess: summary => navigate(routes.findings(summary.id)),
            onError: error => toast(problemOf(error).what, problemOf(error).todo, 'alert'),
          },
        ),
    },
    ...themes
      .filter(([theme]) => theme !== settings.theme)
      .map(([theme, label]) => ({ id: `theme-${theme}`, label, also: 'appearance colours', run: () => change({ theme }) })),
    settings.density === 'compact'
      ? { id: 'density', label: 'Density: comfortable', also: 'rows', run: () => change({ density: 'comfortable' }) }
      : { id: 'density', label: 'Density: compact', also: 'rows', run: () => change({ density: 'compact' }) },
    settings.readOnly
      ? {
          id: 'read-only',
          label: 'Allow dry-runs on a click',
          detail: 'read-only is on',
          also: 'read-only off writes',
          run: () => change({ readOnly: false }),
        }
      : {
          id: 'read-only',
          label: 'Read-only: refuse dry-runs too',
          detail: 'on every cluster whose note says nothing else',
          also: 'writes',
          run: () => change({ readOnly: true }),
        },
    settings.singleKeys
      ? {
          id: 'single-keys',
          label: 'Single-letter keys off',
          also: 'shortcuts keyboard',
          run: () => change({ singleKeys: false }),
        }
      : {
          id: 'single-keys',
          label: 'Single-letter keys on',
          also: 'shortcuts keyboard',
          run: () => change({ singleKeys: true }),
        },
    {
      id: 'undo',
      label: 'Undo',
      detail: 'what was just done',
      key: 'u',
      run: () => void (undoLast() || toast('Nothing to undo')),
    },
    { id: 'shortcuts', label: 'Show all keys', key: '?', also: 'shortcuts keyboard help', run: () => showOverlay('keys') },
  ];
};
