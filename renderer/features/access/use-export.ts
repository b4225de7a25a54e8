import type { AttackExportQuery, GraphExportFormat } from '#contract/attack';
import { useClient } from '#renderer/app/client/context.tsx';
import { toast } from '#renderer/ui/Toast.tsx';
import type { z } from 'zod';

type Query = Omit<z.input<typeof AttackExportQuery>, 'format'>;

const words: Readonly<Record<GraphExportFormat, string>> = {
  json: 'JSON, whole answer',
  graphml: 'GraphML, whole answer',
  opengraph: 'BloodHound OpenGraph, whole answer',
};

/** A file that the page made itself: the browser, or the window, asks where it goes. */
const saveBlob = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

interface Pictures {
  readonly name: string;
  readonly png: () => Promise<Blob | null>;
  readonly svg: () => string | null;
}

/** The drawing as a picture, and the answer as a file of the core's making. */
export const useExports = (
  query: Query | null,
  pictures: Pictures,
): readonly { readonly label: string; readonly onSelect: () => void }[] => {
  const client = useClient();
  const fetchFile = async (format: GraphExportFormat): Promise<void> => {
    if (query === null) return;
    const made = await client.call('attack.export', { ...query, format });
    const saved = made.ok ? await client.save(made.value) : made;
    if (!saved.ok) toast(saved.error.what, saved.error.todo, 'alert');
    else if (saved.value && made.ok) toast('Exported', made.value.name);
  };
  const picture = async (make: () => Promise<Blob | null>, ending: string): Promise<void> => {
    const blob = await make();
    if (blob === null) toast('Nothing is drawn', 'Show the graph, then export its picture.', 'alert');
    else saveBlob(blob, `${pictures.name}.${ending}`);
  };
  return [
    { label: 'PNG, as drawn', onSelect: () => void picture(pictures.png, 'png') },
    {
      label: 'SVG, as drawn',
      onSelect: () =>
        void picture(async () => {
          const text = pictures.svg();
          return text === null ? null : new Blob([text], { type: 'image/svg+xml' });
        }, 'svg'),
    },
    ...(query === null
      ? []
      : (['json', 'graphml', 'opengraph'] as const).map(format => ({
          label: words[format],
          onSelect: () => void fetchFile(format),
        }))),
  ];
};
