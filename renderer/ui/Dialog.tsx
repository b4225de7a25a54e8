import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** False where an answer is needed: a click beside it does not count as one. */
  readonly dismissible?: boolean;
  readonly children?: ReactNode;
}

export const Dialog = ({
  open,
  onClose,
  title,
  description,
  actions,
  wide = false,
  dismissible = true,
  children,
}: Props): ReactElement => (
  <Base.Root open={open} onOpenChange={next => (next ? undefined : onClose())} disablePointerDismissal={!dismissible}>
    <Base.Portal>
      <Base.Backdrop className="ui-backdrop" />
      <Base.Popup className={`ui-dialog ${wide ? 'ui-dialog-wide' : ''}`}>
        <header className="ui-dialog-head">
          <Base.Title className="ui-dialog-title">{title}</Base.Title>
          {dismissible ? (
            <Base.Close className="ui-button ui-button-quiet" aria-label="Close">
              <Icon name="close" size={12} />
            </Base.Close>
          ) : null}
        </header>
        <div className="ui-dialog-body">
          {description === undefined ? null : (
            <Base.Description className="ui-dialog-text" render={<div />}>
              {description}
            </Base.Description>
          )}
          {children}
        </div>
        {actions === undefined ? null : <footer className="ui-actions">{actions}</footer>}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
);
