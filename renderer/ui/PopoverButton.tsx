import { Popover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A button that opens a small panel of controls below it. */
export const PopoverButton = ({ label, className = '', children }: Props): ReactElement => (
  <Popover.Root>
    <Popover.Trigger className="ui-button ui-button-plain">{label}</Popover.Trigger>
    <Popover.Portal>
      <Popover.Positioner className="ui-menu-positioner" sideOffset={4} align="end">
        <Popover.Popup className={`ui-menu ${className}`} aria-label={label}>
          {children}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);
