import { Tooltip as Base } from '@base-ui/react/tooltip';
import { type ReactElement, type ReactNode, useId } from 'react';

interface Props {
  /** A few words: what is needed to act stands on the page, not here. */
  readonly text: ReactNode;
  /** The element that it belongs to, which can take the focus. */
  readonly children: ReactElement<Record<string, unknown>>;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

/** Shown on hover and on focus, hidden by Escape; tied to its element as a description. */
export const Tooltip = ({ text, children, side = 'bottom' }: Props): ReactElement => {
  const id = useId();
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={400} closeOnClick={false} aria-describedby={id} />
      {/* The description is there before the popup is. */}
      <span id={id} hidden>
        {text}
      </span>
      <Base.Portal>
        <Base.Positioner className="ui-tooltip-positioner" side={side} sideOffset={6} collisionPadding={8}>
          <Base.Popup className="ui-tooltip" aria-hidden="true">
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
};
