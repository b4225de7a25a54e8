import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { goKeys, isPaletteKey, type KeyMap, useKeys } from '#renderer/app/keys.ts';
import { closeOverlay, showOverlay, useOverlay } from '#renderer/app/overlays.ts';
import { routes } from '#renderer/app/routes.ts';
import { undoLast } from '#renderer/ui/Toast.tsx';
import type { Entry } from './entries.tsx';

/** The palette's key works wherever the focus is, in text fields too; pressed again it closes it. */
const usePaletteKey = (): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      if (useOverlay.getState().open === 'palette') closeOverlay();
      else showOverlay('palette');
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
};

/** The keys that work on every page. */
export const useAppKeys = (entries: readonly Entry[]): void => {
  const [, navigate] = useLocation();
  const places = [{ id: 'start', label: 'start', href: routes.start as string | null }, ...entries];
  const go: KeyMap = Object.fromEntries(
    places.flatMap(({ id, label, href }) => {
      const letter = goKeys[id];
      return letter === undefined || href === null
        ? []
        : [[`g ${letter}`, { does: label.toLowerCase(), run: () => navigate(href) }] as const];
    }),
  );
  usePaletteKey();
  useKeys(
    {
      '?': { does: 'all keys', hint: 'keys', run: () => showOverlay('keys') },
      '[': { does: 'back in history', run: () => history.back() },
      ']': { does: 'forward in history', run: () => history.forward() },
      u: { does: 'undo', run: () => void undoLast() },
      ...go,
    },
    'app',
  );
};
