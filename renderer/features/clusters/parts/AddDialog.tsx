import { type ChangeEvent, type ReactElement, useState } from 'react';
import type { Problem } from '#contract/problem';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ErrorState } from '#renderer/ui/States.tsx';

interface Props {
  readonly onClose: () => void;
  readonly onAdd: (contents: Blob, name: string) => void;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** A kubeconfig by its contents: chosen or pasted. It stays in memory and stands alone beside the others. */
export const AddDialog = ({ onClose, onAdd, busy, problem }: Props): ReactElement => {
  const [text, setText] = useState('');
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0];
    if (file !== undefined) onAdd(file, file.name);
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Add a kubeconfig"
      description="It is kept in memory until the app ends. A login program that it names asks before it runs."
      actions={
        <>
          <Button
            variant="primary"
            busy={busy}
            disabled={busy || text.trim() === ''}
            onClick={() => onAdd(new Blob([text]), 'pasted kubeconfig')}
          >
            Add
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <label className="ui-field">
        <span>A file</span>
        <input type="file" onChange={choose} />
      </label>
      <label className="ui-field">
        <span>Or its text</span>
        <textarea
          className="ui-textarea"
          value={text}
          onChange={event => setText(event.target.value)}
          spellCheck={false}
          placeholder={'apiVersion: v1\nkind: Config\n…'}
          maxLength={4_000_000}
        />
      </label>
      {problem === null ? null : <ErrorState fault={problem} inline />}
    </Dialog>
  );
};
