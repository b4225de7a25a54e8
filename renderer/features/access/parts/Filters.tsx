import { type ReactElement, useMemo } from 'react';
import type { EdgeCatalogue } from '#contract/attack';
import type { Severity } from '#contract/finding';
import { useCall } from '#renderer/app/client/query.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { SeverityGlyph, severityWord } from '#renderer/ui/Severity.tsx';
import { visible } from '#renderer/ui/visible.ts';
import type { AccessControl } from '../access-state.ts';
import { PickMany } from './PickMany.tsx';

interface Props {
  readonly snapshot: string;
  readonly control: AccessControl;
  readonly catalogue: EdgeCatalogue | undefined;
}

const leasts = ['medium', 'high', 'critical'] as const satisfies readonly Severity[];

const leastWord = (severity: Severity): string => `${severity} and worse`;

/** What counts as an edge: kinds, namespaces, severity, and whether Kubernetes' own rights are shown. */
export const Filters = ({ snapshot, control: { state, change }, catalogue }: Props): ReactElement => {
  const coverage = useCall('coverage.get', { snapshot });
  const edges = useMemo(
    () =>
      (catalogue?.edges ?? []).map(edge => ({
        value: edge.id,
        text: `${edge.id} ${edge.title} ${edge.row}`,
        label: (
          <span className="pick-edge">
            <SeverityGlyph severity={edge.severity} size={11} />
            <span>{edge.title}</span>
          </span>
        ),
      })),
    [catalogue],
  );
  const namespaces = useMemo(
    () =>
      (coverage.data?.namespaces ?? []).map(name => ({
        value: name,
        text: name,
        label: <span className="mono">{visible(name, 70)}</span>,
      })),
    [coverage.data],
  );
  return (
    <>
      <PickMany
        label="Edge types"
        options={edges}
        chosen={state.edges}
        onChange={chosen => change({ edges: chosen })}
        {...(state.severity === null ? {} : { also: leastWord(state.severity) })}
        head={
          <Segments
            label="Least severity"
            value={state.severity ?? 'all'}
            onChange={value => change({ severity: value === 'all' ? null : value })}
            choices={[
              { value: 'all' as const, label: 'All' },
              ...leasts.map(severity => ({ value: severity, label: `${severityWord(severity)} and worse` })),
            ]}
          />
        }
      />
      {namespaces.length === 0 ? null : (
        <PickMany
          label="Namespaces"
          options={namespaces}
          chosen={state.namespaces}
          onChange={chosen => change({ namespaces: chosen })}
        />
      )}
      <Checkbox className="access-baseline" checked={state.hideBaseline} onChange={hideBaseline => change({ hideBaseline })}>
        Hide baseline
      </Checkbox>
    </>
  );
};
