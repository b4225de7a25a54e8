import { Switch as Base } from '@base-ui/react/switch';
import { type ReactElement, type ReactNode, useId } from 'react';

interface Props {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** What it does, in one sentence under the label. */
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

/** On or off, at once. What waits for a button is a checkbox. Its state is also said in a word: no colour alone. */
export const Switch = ({ label, checked, onChange, hint, disabled = false }: Props): ReactElement => {
  const id = useId();
  return (
    <div className="ui-switch">
      <Base.Root
        className="ui-switch-track"
        checked={checked}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onCheckedChange={onChange}
      >
        <Base.Thumb className="ui-switch-thumb" />
      </Base.Root>
      <span className="ui-switch-word" aria-hidden="true">
        {checked ? 'on' : 'off'}
      </span>
      <div className="ui-switch-text">
        {/* A label element would be one only for an input; the click is given to the switch by hand. */}
        <span id={`${id}-label`}>{label}</span>
        {hint === undefined ? null : (
          <p id={`${id}-hint`} className="ui-field-hint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
};
