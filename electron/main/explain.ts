import { app, type BrowserWindow } from 'electron';
import type { Problem } from '#contract/problem';
import { askHow } from './dialogs.ts';

/** As root JavaScript runs at all only under --no-sandbox: the app then ends before it has any window. */
export const explainRoot = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  process.stderr.write(
    'plumbline: as root there is no sandbox for the window, and Plumbline does not open one without it. Run as an ordinary user, or use `plumbline serve`, which shows the same in a browser.\n',
  );
  return true;
};

/** The core cannot be kept alive: says why, and lets the person try once more or end. */
export const explainCore = async (
  parent: BrowserWindow | undefined,
  found: Problem | undefined,
  again: () => void,
): Promise<void> => {
  const chosen = await askHow(
    parent,
    found === undefined
      ? {
          message: 'Plumbline’s core keeps stopping',
          detail:
            'It ended five times within a minute, each time soon after its start. Snapshots that were kept are all there; the log in the data folder says why it stopped.',
          buttons: ['Start it again', 'Quit'],
        }
      : { message: found.what, detail: `${found.why}\n\n${found.todo}`, buttons: ['Try again', 'Quit'] },
  );
  if (chosen === 0) again();
  else app.quit();
};

/** A page that ends again and again is not loaded without end: the person decides. */
export const explainCrashLoop = async (window: BrowserWindow): Promise<void> => {
  const chosen = await askHow(window, {
    message: 'This window keeps stopping',
    detail:
      'Its page ended several times within a minute, soon after it came, and is not loaded again by itself. Snapshots are safe: they are not kept in the window.',
    buttons: ['Load it again', 'Close the window'],
  });
  if (window.isDestroyed()) return;
  if (chosen === 0) window.webContents.reload();
  else window.destroy();
};
