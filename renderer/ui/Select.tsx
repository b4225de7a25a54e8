import { Select as Base } from '@base-ui/react/select';
import type { ReactElement, ReactNode } from 'react';
import { Field, type FieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  /** A second, quieter line. */
  readonly note?: string;
  /** Before the label: a swatch, a glyph. */
  readonly mark?: ReactNode;
}

interface Props<V extends string> extends FieldProps {
  readonly value: V;
  readonly choices: readonly Choice<V>[];
  readonly onChange: (value: V) => void;
  readonly className?: string;
}

/** One of some, in a form. Where it changes a view and not a value, use Segments or ChoiceMenu. */
export const Select = <V extends string>({ value, choices, onChange, className = '', ...field }: Props<V>): ReactElement => {
  const chosen = choices.find(choice => choice.value === value);
  return (
    <Field {...field}>
      {({ id, labelId, describedBy }) => (
        <Base.Root<V>
          id={id}
          value={value}
          items={choices.map(({ value: each, label }) => ({ value: each, label }))}
          disabled={field.disabled ?? false}
          onValueChange={next => (next === null ? undefined : onChange(next))}
        >
          <Base.Trigger className={`ui-select ${className}`} aria-labelledby={labelId} aria-describedby={describedBy}>
            {chosen?.mark}
            <Base.Value className="ui-select-value" />
            <Base.Icon className="ui-select-icon">
              <Icon name="chevron-down" size={11} />
            </Base.Icon>
          </Base.Trigger>
          <Base.Portal>
            <Base.Positioner className="ui-menu-positioner" sideOffset={4} align="start" alignItemWithTrigger={false}>
              <Base.Popup className="ui-menu ui-select-menu">
                <Base.List>
                  {choices.map(choice => (
                    <Base.Item key={choice.value} value={choice.value} className="ui-menu-item">
                      <span className="ui-menu-check">
                        <Base.ItemIndicator>
                          <Icon name="passed" size={11} />
                        </Base.ItemIndicator>
                      </span>
                      {choice.mark}
                      <span className="ui-menu-text">
                        <Base.ItemText>{choice.label}</Base.ItemText>
                        {choice.note === undefined ? null : <span className="ui-menu-note">{choice.note}</span>}
                      </span>
                    </Base.Item>
                  ))}
                </Base.List>
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </Field>
  );
};
