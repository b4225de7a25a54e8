import { Toast as Base } from '@base-ui/react/toast';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import { Key } from './Key.tsx';

const manager = Base.createToastManager();

/** Says in passing what was done; `alert` for what failed. */
export const toast = (title: string, description?: string, type: 'done' | 'alert' = 'done'): void => {
  manager.add({
    title,
    ...(description === undefined ? {} : { description }),
    type,
    priority: type === 'alert' ? 'high' : 'low',
    timeout: type === 'alert' ? 12_000 : 5_000,
  });
};

interface Undoable {
  readonly title: string;
  readonly description?: string;
  /** Takes back what was done. It says itself what went wrong if it did. */
  readonly undo: () => void | Promise<void>;
  /** When nobody has taken it back: now it may be done for good. Not called where the page is left before. */
  readonly onSettled?: () => void;
}

/* Newest last. Undo by the key takes back the newest that is still offered. */
const offered: { readonly id: string; readonly take: () => void }[] = [];

const undoTime = 10_000;

/** Says what was done and offers to take it back, for ten seconds and as long as it is hovered or focused. */
export const undoToast = ({ title, description, undo, onSettled }: Undoable): void => {
  let open = true;
  const end = (): boolean => {
    const was = open;
    open = false;
    const at = offered.findIndex(entry => entry.id === id);
    if (at >= 0) offered.splice(at, 1);
    return was;
  };
  const take = (): void => {
    if (!end()) return;
    manager.close(id);
    void undo();
  };
  const id: string = manager.add({
    title,
    ...(description === undefined ? {} : { description }),
    type: 'undo',
    timeout: undoTime,
    actionProps: { children: 'Undo', onClick: take },
    onClose: () => {
      if (end()) onSettled?.();
    },
  });
  offered.push({ id, take });
};

/** Takes back the newest act that can still be taken back; false where there is none. */
export const undoLast = (): boolean => {
  const last = offered.at(-1);
  last?.take();
  return last !== undefined;
};

const Toasts = (): ReactElement => {
  const { toasts } = Base.useToastManager();
  return (
    <>
      {toasts.map(entry => (
        <Base.Root key={entry.id} toast={entry} className={`ui-toast ${entry.type === 'alert' ? 'is-alert' : ''}`}>
          <Base.Content className="ui-toast-content">
            <Base.Title className="ui-toast-title" render={<p />} />
            <Base.Description className="ui-toast-text" />
            {entry.actionProps === undefined ? null : (
              <Base.Action className="ui-button ui-button-plain ui-toast-action">
                Undo
                <Key name="U" />
              </Base.Action>
            )}
            <Base.Close className="ui-button ui-button-quiet ui-toast-close" aria-label="Dismiss">
              <Icon name="close" size={11} />
            </Base.Close>
          </Base.Content>
        </Base.Root>
      ))}
    </>
  );
};

export const ToastHost = ({ children }: { readonly children: ReactNode }): ReactElement => (
  <Base.Provider toastManager={manager} limit={3}>
    {children}
    <Base.Portal>
      <Base.Viewport className="ui-toasts">
        <Toasts />
      </Base.Viewport>
    </Base.Portal>
  </Base.Provider>
);
