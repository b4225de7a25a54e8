import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import type { LineMark, MarkedView } from './marked-text.ts';
import { useNonce } from './nonce.ts';
import { visibleLines } from './visible.ts';

interface Props {
  readonly text: string;
  readonly marks: readonly LineMark[];
  readonly picked: string | null;
  readonly onPick: (id: string) => void;
  /** A line to bring into view; a new object each time, so that the same line can be asked for again. */
  readonly reveal: { readonly line: number } | null;
  readonly label: string;
}

/* As for other panes: the first page is painted without the editor. */
const markedText = async () => import('./marked-text.ts');

/** A whole text with marked lines: a line chooses its mark, and a chosen mark brings its lines into view. */
export const MarkedText = ({ text, marks, picked, onPick, reveal, label }: Props): ReactElement => {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<MarkedView | null>(null);
  const latest = useRef({ marks, picked, onPick, reveal });
  const nonce = useNonce();
  const shown = useMemo(() => visibleLines(text), [text]);
  useEffect(() => {
    latest.current = { marks, picked, onPick, reveal };
  });
  useEffect(() => {
    let left = false;
    const open = async (): Promise<void> => {
      const { openMarkedText } = await markedText();
      if (left || parent.current === null) return;
      view.current = openMarkedText({
        parent: parent.current,
        text: shown,
        label,
        nonce,
        onPick: id => latest.current.onPick(id),
      });
      view.current.mark(latest.current.marks, latest.current.picked);
      if (latest.current.reveal !== null) view.current.reveal(latest.current.reveal.line);
    };
    void open();
    return () => {
      left = true;
      view.current?.close();
      view.current = null;
    };
  }, [shown, label, nonce]);
  useEffect(() => view.current?.mark(marks, picked), [marks, picked]);
  useEffect(() => {
    if (reveal !== null) view.current?.reveal(reveal.line);
  }, [reveal]);
  return <div className="ui-marked" ref={parent} />;
};
