import type { ReactElement } from 'react';
import type { SnapshotSummary } from '#contract/snapshot';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { sideWords } from '../words.ts';

interface Props {
  readonly snapshots: readonly SnapshotSummary[];
  readonly before: string | null;
  readonly after: string | null;
  readonly onChange: (before: string | null, after: string | null) => void;
  /** How a side is called where the library does not tell (yet). */
  readonly nameOf?: (id: string) => string;
}

const Side = ({
  label,
  value,
  snapshots,
  onChange,
  nameOf,
}: {
  readonly label: string;
  readonly value: string | null;
  readonly snapshots: readonly SnapshotSummary[];
  readonly onChange: (id: string) => void;
  readonly nameOf: (id: string) => string;
}): ReactElement => (
  <Select<string>
    label={label}
    className="compare-side"
    value={value ?? ''}
    choices={[
      ...(value === null ? [{ value: '', label: 'Choose a snapshot' }] : []),
      ...(value === null || snapshots.some(({ id }) => id === value) ? [] : [{ value, label: visible(nameOf(value), 200) }]),
      ...snapshots.map(snapshot => ({ value: snapshot.id, label: visible(snapshot.title, 200), note: sideWords(snapshot) })),
    ]}
    onChange={onChange}
  />
);

const unnamed = (): string => 'A snapshot that is not here';

/** Which two are compared: choose either, or swap them. */
export const PairBar = ({ snapshots, before, after, onChange, nameOf = unnamed }: Props): ReactElement => (
  <div className="compare-pair">
    <Side label="Before" value={before} snapshots={snapshots} onChange={id => onChange(id, after)} nameOf={nameOf} />
    <Button aria-label="Swap before and after" className="compare-swap" onClick={() => onChange(after, before)}>
      <Icon name="swap" />
    </Button>
    <Side label="After" value={after} snapshots={snapshots} onChange={id => onChange(before, id)} nameOf={nameOf} />
  </div>
);
