import type { AppClient } from './client/app-client.ts';
import { toast } from '#renderer/ui/Toast.tsx';
import { routes } from './routes.ts';

/** A further window on a snapshot: the desktop's own, or a tab of the loopback page, which takes this tab's login along. */
export const openSecondWindow = async (client: AppClient, snapshot: string): Promise<void> => {
  if (window.plumbline !== undefined) {
    const opened = await client.call('host.openWindow', { snapshot });
    if (!opened.ok) toast(opened.error.what, opened.error.todo, 'alert');
    return;
  }
  if (window.open(routes.findings(snapshot), '_blank') === null)
    toast('No window was opened', 'The browser held it back: allow pop-ups of this address, then try again.', 'alert');
};
