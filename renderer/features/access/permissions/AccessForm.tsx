import { type KeyboardEvent, type ReactElement, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import type { AccessControl, AskName } from '../access-state.ts';

export interface FieldOf {
  readonly name: AskName;
  readonly label: string;
  readonly placeholder: string;
  /** Offered as one types; anything may be written. */
  readonly among?: readonly string[];
  readonly wide?: boolean;
}

export const verbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'impersonate',
  'bind',
  'escalate',
];
export const resources = [
  'secrets',
  'pods',
  'configmaps',
  'serviceaccounts',
  'deployments',
  'daemonsets',
  'jobs',
  'nodes',
  'namespaces',
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
  'certificatesigningrequests',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
];

/** Groups of resources that are usually named without one. */
export const usualGroup = (resource: string): string =>
  /^(?:deployments|daemonsets|statefulsets|replicasets)$/u.test(resource)
    ? 'apps'
    : /^(?:jobs|cronjobs)$/u.test(resource)
      ? 'batch'
      : /^(?:cluster)?role(?:binding)?s$/u.test(resource)
        ? 'rbac.authorization.k8s.io'
        : resource === 'certificatesigningrequests'
          ? 'certificates.k8s.io'
          : resource.endsWith('webhookconfigurations')
            ? 'admissionregistration.k8s.io'
            : '';

export const accessFields: readonly FieldOf[] = [
  { name: 'verb', label: 'Verb', placeholder: 'get', among: verbs },
  { name: 'resource', label: 'Resource', placeholder: 'secrets, or a path /metrics', among: resources, wide: true },
  {
    name: 'subresource',
    label: 'Subresource',
    placeholder: 'any',
    among: ['exec', 'attach', 'portforward', 'proxy', 'token', 'log', 'status', 'ephemeralcontainers', 'approval'],
  },
  { name: 'ns', label: 'Namespace', placeholder: 'all' },
  { name: 'name', label: 'Name', placeholder: 'any' },
];

interface Props {
  readonly control: AccessControl;
  readonly fields: readonly FieldOf[];
  readonly action: string;
  readonly somewhere?: boolean;
}

/** What is asked about, field by field; Enter or the button asks, and the address keeps it. */
export const AccessForm = ({ control: { state, change }, fields, action, somewhere = false }: Props): ReactElement => {
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>(state.ask);
  const [known, setKnown] = useState(state.ask);
  if (JSON.stringify(known) !== JSON.stringify(state.ask)) {
    setKnown(state.ask);
    setDraft(state.ask);
  }
  const ask = (): void => {
    const kept = fields.flatMap(({ name }) => {
      const value = (draft[name] ?? '').trim();
      return value === '' ? [] : [[name, value] as const];
    });
    change({
      ask: {
        ...Object.fromEntries(kept),
        ...(state.ask['somewhere'] === undefined ? {} : { somewhere: state.ask['somewhere'] }),
      },
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    ask();
  };
  return (
    <div className="access-form" role="search" aria-label="Question" onKeyDown={onKeyDown}>
      {fields.map(({ name, label, placeholder, among, wide }) => (
        <label key={name} className={`node-box ${wide === true ? 'is-wide' : ''}`}>
          <span className="muted">{label}</span>
          <input
            value={draft[name] ?? ''}
            placeholder={placeholder}
            list={among === undefined ? undefined : `access-${name}`}
            spellCheck={false}
            autoComplete="off"
            maxLength={400}
            onChange={event => setDraft({ ...draft, [name]: event.target.value })}
          />
          {among === undefined ? null : (
            <datalist id={`access-${name}`}>
              {among.map(value => (
                <option key={value} value={value} />
              ))}
            </datalist>
          )}
        </label>
      ))}
      <Button variant="primary" onClick={ask}>
        {action}
      </Button>
      {somewhere ? (
        <Checkbox
          checked={state.ask['somewhere'] === 'yes'}
          onChange={on => change({ ask: { ...state.ask, somewhere: on ? 'yes' : 'no' } })}
        >
          In any namespace
        </Checkbox>
      ) : null}
      <Checkbox checked={state.hideBaseline} onChange={hideBaseline => change({ hideBaseline })}>
        Hide baseline
      </Checkbox>
    </div>
  );
};
