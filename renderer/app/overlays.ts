import { create } from 'zustand';

/** What lies over every page and is opened by a key, a button or the window's menu. Nothing of it is kept. */
export const useOverlay = create<{ readonly open: 'palette' | 'keys' | null }>(() => ({ open: null }));

/** A toast has a dialog's role, but asks nothing. */
const dialogs = ':is([role=dialog],[role=alertdialog]):not(.palette, .ui-toast)';

/** Not over a dialog: what that asks comes first. The palette is one that closes when it leads on. */
export const showOverlay = (open: 'palette' | 'keys'): void => {
  if (useOverlay.getState().open === null && document.querySelector(dialogs) !== null) return;
  useOverlay.setState({ open });
};

export const closeOverlay = (): void => useOverlay.setState({ open: null });
