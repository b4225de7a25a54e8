import { type FormEvent, type ReactElement, useState } from 'react';
import type { SnapshotSummary } from '#contract/snapshot';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';

interface Props {
  readonly snapshot: SnapshotSummary;
  readonly onClose: () => void;
}

export const RenameDialog = ({
  snapshot,
  onClose,
  onDone,
}: Props & { readonly onDone: (summary: SnapshotSummary) => void }): ReactElement => {
  const [title, setTitle] = useState(snapshot.title);
  const rename = useCommand('snapshots.update');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (title.trim() !== '') rename.mutate({ snapshot: snapshot.id, title: title.trim() }, { onSuccess: onDone });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rename the snapshot"
      actions={
        <>
          <Button
            variant="primary"
            type="submit"
            form="rename"
            disabled={title.trim() === '' || rename.isPending}
            busy={rename.isPending}
          >
            Rename
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <form id="rename" onSubmit={submit}>
        <label className="ui-field">
          <span>Title</span>
          <input className="ui-input" value={title} onChange={event => setTitle(event.target.value)} maxLength={200} />
        </label>
      </form>
      {rename.isError ? <ErrorState fault={problemOf(rename.error)} inline /> : null}
    </Dialog>
  );
};

export const DeleteDialog = ({ snapshot, onClose, onDone }: Props & { readonly onDone: () => void }): ReactElement => {
  const remove = useCommand('snapshots.remove');
  return (
    <Dialog
      open
      onClose={onClose}
      title="Delete this snapshot?"
      description={`${visible(snapshot.title, 200)}, ${plural(snapshot.objects, 'object')}. It is removed from this machine for good; export it first if it may be needed. The cluster is not touched.`}
      actions={
        <>
          <Button
            variant="danger"
            disabled={remove.isPending}
            busy={remove.isPending}
            onClick={() => remove.mutate({ snapshot: snapshot.id }, { onSuccess: onDone })}
          >
            Delete
          </Button>
          <Button onClick={onClose}>Keep</Button>
        </>
      }
    >
      {remove.isError ? <ErrorState fault={problemOf(remove.error)} inline /> : null}
    </Dialog>
  );
};
