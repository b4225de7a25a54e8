import { type ReactElement, type ReactNode, useId } from 'react';

export interface FieldProps {
  readonly label: string;
  /** The label is for screen readers alone, where the place says it already. */
  readonly hideLabel?: boolean;
  /** One sentence under the control. */
  readonly hint?: ReactNode;
  /** What is wrong with the value, and what would be right. */
  readonly error?: string | null;
  readonly disabled?: boolean;
}

export interface FieldIds {
  readonly id: string;
  readonly labelId: string;
  readonly describedBy: string | undefined;
}

/** A label over a control, with its hint and its error under it, all tied to the control by id. */
export const Field = ({
  label,
  hideLabel = false,
  hint,
  error = null,
  children,
}: FieldProps & { readonly children: (ids: FieldIds) => ReactNode }): ReactElement => {
  const id = useId();
  const parts = { id: `${id}-control`, labelId: `${id}-label`, hint: `${id}-hint`, error: `${id}-error` };
  const describedBy = [hint === undefined ? '' : parts.hint, error === null ? '' : parts.error].filter(Boolean).join(' ');
  return (
    <div className={`ui-field ${error === null ? '' : 'is-invalid'}`}>
      <label id={parts.labelId} htmlFor={parts.id} className={hideLabel ? 'sr-only' : 'ui-field-label'}>
        {label}
      </label>
      {children({ id: parts.id, labelId: parts.labelId, describedBy: describedBy === '' ? undefined : describedBy })}
      {hint === undefined ? null : (
        <p id={parts.hint} className="ui-field-hint">
          {hint}
        </p>
      )}
      {error === null ? null : (
        <p id={parts.error} className="ui-field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
};
