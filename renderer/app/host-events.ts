import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import type { CoreEvent, MenuCommand } from '#contract/events';
import type { ChosenFile } from '#contract/host-methods';
import type { Input } from '#contract/methods';
import type { Problem } from '#contract/problem';
import type { Theme } from '#contract/settings';
import { toast } from '#renderer/ui/Toast.tsx';
import type { AppClient } from './client/app-client.ts';
import { useClient } from './client/context.tsx';
import { useCurrent } from './current.ts';
import { showOverlay } from './overlays.ts';
import { routes } from './routes.ts';

interface Page {
  readonly client: AppClient;
  readonly navigate: (address: string) => void;
  readonly queries: QueryClient;
}

type Kind = Input<'host.chooseFile'>['kind'];

const tell = ({ what, todo }: Problem): void => toast(what, todo, 'alert');

/** In the system's own dialog: main keeps the path and gives a handle. */
const choose = async ({ client }: Page, kind: Kind): Promise<ChosenFile | null> => {
  const chosen = await client.call('host.chooseFile', { kind });
  if (chosen.ok) return chosen.value.file;
  tell(chosen.error);
  return null;
};

const openBundle = async (page: Page): Promise<void> => {
  const file = await choose(page, 'bundle');
  if (file === null) return;
  toast('Reading the file', file.name);
  const imported = await page.client.call('snapshots.import', { upload: file.handle });
  if (imported.ok) page.navigate(routes.findings(imported.value.id));
  else tell(imported.error);
};

const importKubeconfig = async (page: Page, kind: 'kubeconfig' | 'kubeconfig-folder'): Promise<void> => {
  const file = await choose(page, kind);
  if (file === null) return;
  const added = await page.client.call('contexts.add', { upload: file.handle });
  if (!added.ok) {
    tell(added.error);
    return;
  }
  toast(kind === 'kubeconfig' ? 'Added the kubeconfig' : 'Added the folder', file.name);
  void page.queries.invalidateQueries({ queryKey: ['contexts.list'] });
  page.navigate(routes.clusters);
};

const exportSnapshot = async ({ client }: Page): Promise<void> => {
  const { snapshot } = useCurrent.getState();
  if (snapshot === null) {
    toast('There is no snapshot to export', 'Open one first.', 'alert');
    return;
  }
  const made = await client.call('snapshots.export', { snapshot });
  const saved = made.ok ? await client.save(made.value) : made;
  if (!saved.ok) tell(saved.error);
  else if (saved.value && made.ok) toast('Exported the snapshot', made.value.name);
};

const setTheme = async ({ client }: Page, theme: Theme): Promise<void> => {
  const changed = await client.call('settings.update', { theme });
  if (!changed.ok) tell(changed.error);
};

const commands: Readonly<Record<MenuCommand, (page: Page) => void>> = {
  'open-bundle': page => void openBundle(page),
  'import-kubeconfig': page => void importKubeconfig(page, 'kubeconfig'),
  'import-folder': page => void importKubeconfig(page, 'kubeconfig-folder'),
  'export-snapshot': page => void exportSnapshot(page),
  settings: ({ navigate }) => navigate(routes.settings),
  shortcuts: () => showOverlay('keys'),
  palette: () => showOverlay('palette'),
  'theme-system': page => void setTheme(page, 'system'),
  'theme-light': page => void setTheme(page, 'light'),
  'theme-dark': page => void setTheme(page, 'dark'),
  'theme-contrast': page => void setTheme(page, 'contrast'),
};

const take = (page: Page, event: CoreEvent): void => {
  if (event.type === 'link') page.navigate(routes.finding(event.snapshot, event.finding));
  else if (event.type === 'menu') commands[event.command](page);
};

/** What comes from around the page: the window's menu, and links that were opened outside. */
export const HostEvents = (): null => {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  useEffect(() => client.subscribe(event => take({ client, queries, navigate }, event)), [client, queries, navigate]);
  return null;
};
