import type { HTMLInputTypeAttribute, KeyboardEvent, ReactElement, Ref } from 'react';
import { Field, type FieldProps } from './Field.tsx';

interface Props extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly type?: HTMLInputTypeAttribute;
  readonly inputMode?: 'text' | 'numeric' | 'url' | 'search';
  readonly maxLength?: number;
  /** More than one line: a text area of so many rows. */
  readonly rows?: number;
  readonly mono?: boolean;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  readonly onEnter?: () => void;
  readonly onBlur?: () => void;
  readonly ref?: Ref<HTMLInputElement & HTMLTextAreaElement>;
}

/** Text that a person types: no spelling marks and no memory of former entries, since it is names, addresses and notes. */
export const TextField = ({
  value,
  onChange,
  placeholder,
  type = 'text',
  inputMode,
  maxLength = 2000,
  rows,
  mono = false,
  required = false,
  autoFocus = false,
  onEnter,
  onBlur,
  ref,
  ...field
}: Props): ReactElement => (
  <Field {...field}>
    {({ id, describedBy }) => {
      const common = {
        id,
        ref,
        value,
        placeholder,
        maxLength,
        required,
        autoFocus,
        disabled: field.disabled,
        'aria-describedby': describedBy,
        'aria-invalid': field.error === null || field.error === undefined ? undefined : true,
        spellCheck: false,
        autoComplete: 'off',
        onBlur,
      } as const;
      const onKeyDown = (event: KeyboardEvent): void => {
        if (event.key !== 'Enter' || onEnter === undefined) return;
        event.preventDefault();
        onEnter();
      };
      return rows === undefined ? (
        <input
          {...common}
          type={type}
          inputMode={inputMode}
          className={`ui-input ${mono ? 'mono' : ''}`}
          onKeyDown={onKeyDown}
          onChange={event => onChange(event.target.value)}
        />
      ) : (
        <textarea
          {...common}
          rows={rows}
          className={`ui-textarea ui-textarea-rows ${mono ? '' : 'is-prose'}`}
          onChange={event => onChange(event.target.value)}
        />
      );
    }}
  </Field>
);
