import { Combobox as Base } from '@base-ui/react/combobox';
import type { ReactElement } from 'react';
import { Field, type FieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';
import type { Choice } from './Select.tsx';

interface Props<V extends string> extends FieldProps {
  readonly value: V | null;
  readonly choices: readonly Choice<V>[];
  readonly onChange: (value: V | null) => void;
  readonly placeholder?: string;
  /** Where nothing fits what was typed. */
  readonly none?: string;
}

/** One of many, found by typing. */
export const Combobox = <V extends string>({
  value,
  choices,
  onChange,
  placeholder,
  none = 'Nothing fits.',
  ...field
}: Props<V>): ReactElement => (
  <Field {...field}>
    {({ id, describedBy }) => (
      <Base.Root<Choice<V>>
        items={choices}
        value={choices.find(choice => choice.value === value) ?? null}
        disabled={field.disabled ?? false}
        itemToStringLabel={choice => choice.label}
        isItemEqualToValue={(a, b) => a.value === b.value}
        onValueChange={next => onChange(next?.value ?? null)}
      >
        <Base.InputGroup className="ui-combobox">
          {/* Named by itself too: while the list is open its label is hidden from screen readers. */}
          <Base.Input
            id={id}
            className="ui-input"
            placeholder={placeholder}
            spellCheck={false}
            aria-label={field.label}
            aria-describedby={describedBy}
          />
          <Base.Trigger className="ui-combobox-trigger" aria-label={`Show all: ${field.label}`}>
            <Icon name="chevron-down" size={11} />
          </Base.Trigger>
        </Base.InputGroup>
        <Base.Portal>
          <Base.Positioner className="ui-menu-positioner" sideOffset={4} align="start">
            <Base.Popup className="ui-menu ui-select-menu">
              <Base.Empty>
                <p className="ui-menu-none">{none}</p>
              </Base.Empty>
              <Base.List>
                {(choice: Choice<V>) => (
                  <Base.Item key={choice.value} value={choice} className="ui-menu-item">
                    <span className="ui-menu-check">
                      <Base.ItemIndicator>
                        <Icon name="passed" size={11} />
                      </Base.ItemIndicator>
                    </span>
                    {choice.mark}
                    <span className="ui-menu-text">
                      {choice.label}
                      {choice.note === undefined ? null : <span className="ui-menu-note">{choice.note}</span>}
                    </span>
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    )}
  </Field>
);
