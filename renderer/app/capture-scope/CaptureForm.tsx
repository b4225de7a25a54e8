import type { ReactElement, ReactNode } from 'react';
import { captureDefaults } from '#contract/capture';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { countText } from '#renderer/ui/time.ts';
import { budgetOf, type CaptureForm as Form } from './options.ts';

interface Props {
  readonly form: Form;
  readonly onChange: (form: Form) => void;
}

const TextField = ({
  label,
  value,
  onChange,
  placeholder,
  note,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  readonly note?: ReactNode;
}): ReactElement => (
  <label className="ui-field">
    <span>{label}</span>
    <input
      className="ui-input"
      value={value}
      placeholder={placeholder}
      onChange={event => onChange(event.target.value)}
      spellCheck={false}
      autoComplete="off"
      maxLength={4000}
    />
    {note}
  </label>
);

/** Scope and bounds of a capture. */
export const CaptureForm = ({ form, onChange }: Props): ReactElement => (
  <div className="capture-form">
    <TextField
      label="Only these namespaces"
      value={form.namespaces}
      onChange={namespaces => onChange({ ...form, namespaces })}
      placeholder="all; name them if you may not list them"
    />
    <TextField
      label="Without these namespaces"
      value={form.excludeNamespaces}
      onChange={excludeNamespaces => onChange({ ...form, excludeNamespaces })}
      placeholder="none"
    />
    <Checkbox checked={form.customResources} onChange={customResources => onChange({ ...form, customResources })}>
      Custom resources too, {countText(captureDefaults.customResourceObjects)} of each at most
    </Checkbox>
    <Checkbox checked={form.kubeletConfig} onChange={kubeletConfig => onChange({ ...form, kubeletConfig })}>
      Kubelet configuration, where the right is there already
    </Checkbox>
    <details className="more-options">
      <summary>Impersonation and budget</summary>
      <div className="capture-form">
        <TextField label="As user" value={form.as} onChange={as => onChange({ ...form, as })} placeholder="yourself" />
        <TextField
          label="As groups, parted by commas"
          value={form.asGroups}
          onChange={asGroups => onChange({ ...form, asGroups })}
          placeholder="none"
        />
        <TextField
          label="At most so many requests"
          value={form.requestBudget}
          onChange={requestBudget => onChange({ ...form, requestBudget })}
          placeholder={countText(captureDefaults.requestBudget)}
          note={budgetOf(form) === null ? <span className="is-alert small">A whole number above 0.</span> : null}
        />
      </div>
    </details>
  </div>
);
