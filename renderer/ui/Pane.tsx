import { type ReactElement, useEffect, useRef } from 'react';
import type { EditorView } from '@codemirror/view';
import type { PaneLine } from './editor.ts';
import { useNonce } from './nonce.ts';

interface Props {
  readonly lines: readonly PaneLine[];
  readonly label: string;
  readonly signs?: boolean;
}

/* The editor is a third of the program; the first page is painted without it. */
const editor = async () => import('./editor.ts');

/** Keeps its height before the editor is there, so that nothing moves. */
export const Pane = ({ lines, label, signs = false }: Props): ReactElement => {
  const parent = useRef<HTMLDivElement>(null);
  const nonce = useNonce();
  useEffect(() => {
    let view: EditorView | null = null;
    let left = false;
    const open = async (): Promise<void> => {
      const { openPane } = await editor();
      if (!left && parent.current !== null) view = openPane({ parent: parent.current, lines, label, nonce, signs });
    };
    void open();
    return () => {
      left = true;
      view?.destroy();
    };
  }, [lines, label, nonce, signs]);
  return <div className="ui-pane" ref={parent} style={{ minHeight: Math.min(420, lines.length * 19) }} />;
};
