import { type ReactElement, useState } from 'react';
import type { ExportFormat, FindingRow } from '#contract/findings-query';
import { useClient } from '#renderer/app/client/context.tsx';
import { ProblemError, problemOf } from '#renderer/app/client/query.ts';
import { useKeys } from '#renderer/app/keys.ts';
import { toggleInTray, trayOf, useTray } from '#renderer/app/tray.ts';
import { BulkBar } from '#renderer/ui/BulkBar.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { copyText } from '#renderer/ui/CopyButton.tsx';
import { ActionMenu } from '#renderer/ui/Menu.tsx';
import { plural } from '#renderer/ui/time.ts';
import { toast, undoToast } from '#renderer/ui/Toast.tsx';
import { choiceLink, rowsAsKubectl, rowsAsMarkdown } from '../copy-as.ts';
import { rowsUnder } from '../fetch-rows.ts';
import type { ListQuery } from '../lines.ts';
import type { Selection } from '../use-selection.ts';

/** An export of patches takes so many. */
const mostPatches = 500;
const mostCopied = 500;

const formats: readonly { readonly format: ExportFormat; readonly label: string }[] = [
  { format: 'csv', label: 'CSV, for a spreadsheet' },
  { format: 'json', label: 'JSON, as scan writes it' },
  { format: 'jsonl', label: 'JSON lines' },
  { format: 'markdown', label: 'Markdown, for a ticket' },
];

const told = (error: unknown): void => {
  const { what, todo } = problemOf(error instanceof Error ? error : new Error(String(error)));
  toast(what, todo, 'alert');
};

/** Writes the findings under a filter text to a file that the host saves. */
export const useExport = (
  snapshot: string,
): { readonly busy: boolean; readonly save: (q: string, format: ExportFormat) => void } => {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const write = async (q: string, format: ExportFormat): Promise<void> => {
    const made = await client.call('findings.export', { snapshot, q, format });
    const saved = made.ok ? await client.save(made.value) : made;
    if (!saved.ok) throw new ProblemError(saved.error);
    if (saved.value && made.ok) toast(`${made.value.name} is saved`, 'Coverage and what is unknown stand in it too.');
  };
  return {
    busy,
    save: (q, format) => {
      setBusy(true);
      void write(q, format)
        .catch(told)
        .finally(() => setBusy(false));
    },
  };
};

export const exportActions = (save: (format: ExportFormat) => void) =>
  formats.map(({ format, label }) => ({ label, onSelect: () => save(format) }));

interface Props {
  readonly snapshot: string;
  readonly query: ListQuery;
  readonly selection: Selection;
  readonly matched: number;
}

/** What can be done with several findings at once. */
export const Bulk = ({ snapshot, query, selection, matched }: Props): ReactElement | null => {
  const client = useClient();
  const exported = useExport(snapshot);
  const chosen = useTray(tray => trayOf(tray, snapshot));
  const withRows = (most: number, act: (rows: readonly FindingRow[]) => void, only: { readonly fixable?: ['yes'] } = {}): void =>
    void rowsUnder(client, query, { ...selection.filter(), ...only }, most)
      .then(act)
      .catch(told);
  const toTray = (): void =>
    withRows(
      mostPatches,
      rows => {
        const fresh = rows.filter(row => !chosen.includes(row.id));
        for (const row of fresh) toggleInTray(snapshot, row.id);
        if (fresh.length === 0) {
          toast('Nothing was added to the tray', 'What is chosen has no patch, or is in the tray already.');
          return;
        }
        undoToast({
          title: `${plural(fresh.length, 'patch', 'patches')} added to the tray`,
          description: selection.count > rows.length ? 'The others have no patch, or are fixed by hand.' : '',
          undo: () => {
            for (const row of fresh) toggleInTray(snapshot, row.id);
          },
        });
      },
      { fixable: ['yes'] },
    );
  const copy = (what: string, text: (rows: readonly FindingRow[]) => string): void =>
    withRows(mostCopied, rows => {
      void copyText(text(rows)).then(done => {
        if (done)
          toast(
            `Copied as ${what}`,
            selection.count > rows.length ? `The first ${plural(rows.length, 'finding')}; export takes all of them.` : undefined,
          );
      });
    });
  const desktop = 'plumbline' in window;
  useKeys(selection.count > 0 ? { p: toTray } : {});
  return (
    <BulkBar count={selection.count} one="finding" matching={matched} onAll={selection.all} onClear={selection.clear}>
      <Button keyHint="P" onClick={toTray}>
        Add to tray
      </Button>
      <ActionMenu
        label="Copy as"
        actions={[
          { label: 'Markdown', onSelect: () => copy('Markdown', rowsAsMarkdown) },
          { label: 'kubectl commands', onSelect: () => copy('kubectl commands', rowsAsKubectl) },
          {
            label: desktop ? 'Links' : 'Link',
            onSelect: () => copy('link', rows => choiceLink(snapshot, selection.text(), rows, desktop)),
          },
        ]}
      />
      <ActionMenu
        label={exported.busy ? 'Exporting' : 'Export'}
        actions={exportActions(format => exported.save(selection.text(), format))}
      />
    </BulkBar>
  );
};
