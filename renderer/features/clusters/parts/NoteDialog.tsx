import { type ReactElement, useState } from 'react';
import type { InventoryEntry } from '#contract/inventory';
import { type ClusterNote, emptyNote } from '#contract/settings';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { type Choice, Select } from '#renderer/ui/Select.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { cadenceText } from '../words.ts';

const environments: readonly Choice<ClusterNote['environment']>[] = [
  { value: '', label: 'not said' },
  { value: 'production', label: 'production' },
  { value: 'staging', label: 'staging' },
  { value: 'test', label: 'test' },
  { value: 'development', label: 'development' },
];

const criticalities: readonly Choice<ClusterNote['criticality']>[] = [
  { value: '', label: 'not said' },
  { value: 'high', label: 'high' },
  { value: 'medium', label: 'medium' },
  { value: 'low', label: 'low' },
];

const usualHours = [24, 48, 168, 336, 720] as const;

const cadences = (now: number | null): readonly Choice<string>[] => [
  { value: '', label: 'none wanted' },
  ...[...new Set([...usualHours, ...(now === null ? [] : [now])])]
    .sort((a, b) => a - b)
    .map(hours => ({ value: String(hours), label: cadenceText(hours) })),
];

const swatch = (colour: string): ReactElement => <span className="swatch" style={{ background: colour }} />;

const named = [
  ['#3b82c4', 'blue'],
  ['#1f9d8a', 'teal'],
  ['#4f9d3a', 'green'],
  ['#b08a1e', 'ochre'],
  ['#c2682d', 'orange'],
  ['#8b6fd6', 'violet'],
  ['#7a8794', 'grey'],
] as const;

const colours = (now: string | null): readonly Choice<string>[] => [
  { value: '', label: 'by the cluster’s identity' },
  ...named.map(([value, label]) => ({ value, label, mark: swatch(value) })),
  ...(now === null || named.some(([value]) => value === now) ? [] : [{ value: now, label: now, mark: swatch(now) }]),
];

const writes: readonly Choice<'follow' | 'read-only' | 'dry-run'>[] = [
  { value: 'follow', label: 'as the setting for all says' },
  { value: 'read-only', label: 'read-only: dry-runs are refused' },
  { value: 'dry-run', label: 'dry-run on click' },
];

const writesOf = (readOnly: boolean | null): 'follow' | 'read-only' | 'dry-run' =>
  readOnly === null ? 'follow' : readOnly ? 'read-only' : 'dry-run';

const readOnlyOf = { follow: null, 'read-only': true, 'dry-run': false } as const;

interface Props {
  readonly entry: Pick<InventoryEntry, 'name' | 'source' | 'note'>;
  readonly onSave: (note: ClusterNote | null) => void;
  readonly onClose: () => void;
}

const isEmpty = (note: ClusterNote): boolean => JSON.stringify(note) === JSON.stringify(emptyNote);

/** What a person adds to a context. It is kept in the settings, also while the kubeconfig is away. */
export const NoteDialog = ({ entry, onSave, onClose }: Props): ReactElement => {
  const [note, setNote] = useState(entry.note ?? emptyNote);
  const set = (change: Partial<ClusterNote>): void => setNote(now => ({ ...now, ...change }));
  const save = (): void => {
    const trimmed = { ...note, owner: note.owner.trim() };
    onSave(isEmpty(trimmed) ? null : trimmed);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Notes on ${visible(entry.name, 120)}`}
      description="Kept on this machine, also while the kubeconfig is away. The cluster is told nothing."
      actions={
        <>
          <Button variant="primary" onClick={save}>
            Save notes
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <TextField
        label="Owner"
        value={note.owner}
        onChange={owner => set({ owner })}
        maxLength={200}
        placeholder="a team or person"
        onEnter={save}
        autoFocus
      />
      <div className="note-pair">
        <Select
          label="Environment"
          value={note.environment}
          choices={environments}
          onChange={environment => set({ environment })}
        />
        <Select
          label="Criticality"
          value={note.criticality}
          choices={criticalities}
          onChange={criticality => set({ criticality })}
        />
      </div>
      <div className="note-pair">
        <Select
          label="New snapshot wanted"
          value={note.cadenceHours === null ? '' : String(note.cadenceHours)}
          choices={cadences(entry.note?.cadenceHours ?? null)}
          onChange={hours => set({ cadenceHours: hours === '' ? null : Number(hours) })}
        />
        <Select
          label="Colour of the band"
          value={note.colour ?? ''}
          choices={colours(entry.note?.colour ?? null)}
          onChange={colour => set({ colour: colour === '' ? null : colour })}
          hint={note.environment === 'production' ? 'Production keeps its own colour.' : undefined}
        />
      </div>
      <Select
        label="Writes"
        value={writesOf(note.readOnly)}
        choices={writes}
        onChange={value => set({ readOnly: readOnlyOf[value] })}
      />
    </Dialog>
  );
};
