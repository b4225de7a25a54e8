import { Toast as Base } from '@base-ui/react/toast';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';

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

const Toasts = (): ReactElement => {
  const { toasts } = Base.useToastManager();
  return (
    <>
      {toasts.map(entry => (
        <Base.Root key={entry.id} toast={entry} className={`ui-toast ${entry.type === 'alert' ? 'is-alert' : ''}`}>
          <Base.Content className="ui-toast-content">
            <Base.Title className="ui-toast-title" render={<p />} />
            <Base.Description className="ui-toast-text" />
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
