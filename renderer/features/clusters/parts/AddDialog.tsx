import { type ChangeEvent, type ReactElement, useState } from 'react';
import type { Problem } from '#contract/problem';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { plural } from '#renderer/ui/time.ts';
import { type Added, kubeconfigsOfFolder } from '../use-add.ts';

interface Props {
  readonly onClose: () => void;
  readonly onAdd: (files: readonly Added[]) => void;
  /** On the desktop the system's own dialogs choose; a page has only the browser's, which gives contents. */
  readonly onChoose: ((kind: 'kubeconfig' | 'kubeconfig-folder') => void) | null;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

const asAdded = (file: File): Added => ({ contents: file, name: file.name });

/** Kubeconfigs by their contents: files, what lies directly in a folder, or pasted text. Each stands alone beside the others. */
export const AddDialog = ({ onClose, onAdd, onChoose, busy, problem }: Props): ReactElement => {
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const files = (event: ChangeEvent<HTMLInputElement>): void => {
    const chosen = [...(event.target.files ?? [])];
    if (chosen.length > 0) onAdd(chosen.map(asAdded));
  };
  const folder = (event: ChangeEvent<HTMLInputElement>): void => {
    const all = [...(event.target.files ?? [])];
    const chosen = kubeconfigsOfFolder(all);
    setNote(
      chosen.length === 0
        ? `Of ${plural(all.length, 'file')} in this folder none can be a kubeconfig: files in folders below it, backups, and files over 2 MiB are passed over.`
        : '',
    );
    if (chosen.length > 0) onAdd(chosen);
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Add kubeconfigs"
      description={
        onChoose === null
          ? 'They are kept in memory until the app ends, each beside the others, none merged. A login program that one names asks before it runs.'
          : 'Chosen files and folders are read where they lie, at each start, so that what changes there shows up. Text is kept in memory until the app ends. A login program that one names asks before it runs.'
      }
      actions={
        <>
          <Button
            variant="primary"
            busy={busy}
            disabled={busy || text.trim() === ''}
            onClick={() => onAdd([{ contents: new Blob([text]), name: 'pasted kubeconfig' }])}
          >
            Add the text
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="add-ways">
        {onChoose === null ? (
          <>
            <label className="ui-button ui-button-plain add-file">
              Choose files
              <input type="file" multiple className="sr-only" disabled={busy} onChange={files} />
            </label>
            <label className="ui-button ui-button-plain add-file">
              Choose a folder
              {/* A folder's files come by their contents, as dropped ones do: the page never learns a path. */}
              <input
                type="file"
                multiple
                className="sr-only"
                disabled={busy}
                ref={element => element?.setAttribute('webkitdirectory', '')}
                onChange={folder}
              />
            </label>
          </>
        ) : (
          <>
            <Button disabled={busy} onClick={() => onChoose('kubeconfig')}>
              Choose a file
            </Button>
            <Button disabled={busy} onClick={() => onChoose('kubeconfig-folder')}>
              Choose a folder
            </Button>
          </>
        )}
        <span className="muted small">or drop files anywhere on this page</span>
      </div>
      {note === '' ? null : (
        <p className="is-alert" role="alert">
          {note}
        </p>
      )}
      <TextField
        label="Or paste its text"
        rows={9}
        mono
        value={text}
        onChange={setText}
        placeholder={'apiVersion: v1\nkind: Config\n…'}
        maxLength={4_000_000}
      />
      {problem === null ? null : <ErrorState fault={problem} inline />}
    </Dialog>
  );
};
