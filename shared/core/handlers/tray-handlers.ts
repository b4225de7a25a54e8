import type { Handlers } from '#core/core';
import type { Services } from '#core/services';

export const trayHandlers = ({ library, events }: Services): Pick<Handlers, 'tray.get' | 'tray.put'> => ({
  'tray.get': async ({ snapshot }) => library.tray(snapshot),
  'tray.put': async ({ snapshot, tray }) => {
    const kept = library.keepTray(snapshot, tray);
    if (kept.ok) events.emit({ type: 'tray.changed', snapshot });
    return kept;
  },
});
