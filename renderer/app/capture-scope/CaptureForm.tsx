import type { ReactElement } from 'react';
import { captureDefaults } from '#contract/capture';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { budgetOf, type CaptureForm as Form, wrongNames } from './options.ts';

interface Props {
  readonly form: Form;
  readonly onChange: (form: Form) => void;
}

const nameError = (text: string): string | null => {
  const wrong = wrongNames(text);
  return wrong.length === 0 ? null : `Not a name that Kubernetes allows: ${visible(wrong.slice(0, 3).join(', '), 120)}.`;
};

/** Scope and bounds of a capture. */
export const CaptureForm = ({ form, onChange }: Props): ReactElement => {
  const set = (part: Partial<Form>): void => onChange({ ...form, ...part });
  return (
    <div className="capture-form">
      <TextField
        label="Only these namespaces"
        value={form.namespaces}
        onChange={namespaces => set({ namespaces })}
        placeholder="all"
        hint="Named namespaces are read one by one, which needs no right to list namespaces."
        error={nameError(form.namespaces)}
        maxLength={4000}
      />
      <TextField
        label="Without these namespaces"
        value={form.excludeNamespaces}
        onChange={excludeNamespaces => set({ excludeNamespaces })}
        placeholder="none"
        error={nameError(form.excludeNamespaces)}
        maxLength={4000}
      />
      <Checkbox checked={form.customResources} onChange={customResources => set({ customResources })}>
        Custom resources too, {countText(captureDefaults.customResourceObjects)} of each at most
      </Checkbox>
      <Checkbox checked={form.kubeletConfig} onChange={kubeletConfig => set({ kubeletConfig })}>
        Kubelet configuration, where the right is there already
      </Checkbox>
      <details className="more-options">
        <summary>Resources left out, impersonation and budget</summary>
        <div className="capture-form">
          <TextField
            label="Without these resources"
            value={form.excludeResources}
            onChange={excludeResources => set({ excludeResources })}
            placeholder="none; events, certificaterequests.cert-manager.io"
            hint="What is left out is told as not read: checks that need it are unknown, never passed."
            error={nameError(form.excludeResources)}
            mono
            maxLength={4000}
          />
          <TextField label="As user" value={form.as} onChange={as => set({ as })} placeholder="yourself" />
          <TextField
            label="As groups, parted by commas"
            value={form.asGroups}
            onChange={asGroups => set({ asGroups })}
            placeholder="none"
          />
          <TextField
            label="At most so many requests"
            value={form.requestBudget}
            onChange={requestBudget => set({ requestBudget })}
            placeholder={countText(captureDefaults.requestBudget)}
            inputMode="numeric"
            error={budgetOf(form) === null ? 'A whole number above 0.' : null}
          />
        </div>
      </details>
    </div>
  );
};
