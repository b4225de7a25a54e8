import { Checkbox as Base } from '@base-ui/react/checkbox';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';

interface Props {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** The accessible name where `children` are absent or say more than the name. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
  readonly className?: string;
}

export const Checkbox = ({ checked, onChange, label, disabled = false, children, className = '' }: Props): ReactElement => (
  <label className={`ui-checkbox ${className}`}>
    <Base.Root className="ui-checkbox-box" checked={checked} disabled={disabled} aria-label={label} onCheckedChange={onChange}>
      <Base.Indicator className="ui-checkbox-mark">
        <Icon name="passed" size={11} />
      </Base.Indicator>
    </Base.Root>
    {children}
  </label>
);
