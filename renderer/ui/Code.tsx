import { type ReactElement, useMemo, useState } from 'react';
import type { PaneLine } from './editor.ts';
import { folded, linesOf } from './excerpt.ts';
import { Pane } from './Pane.tsx';
import { visibleLines } from './visible.ts';

interface Props {
  readonly text: string;
  /** 1-based lines that are the evidence. */
  readonly hits?: readonly number[];
  readonly label: string;
}

const none: readonly number[] = [];

/** YAML to read: the evidence lines are tinted, and what is far from them is folded until asked for. */
export const Code = ({ text, hits = none, label }: Props): ReactElement => {
  const [whole, setWhole] = useState(false);
  const lines = useMemo(() => {
    const hit = new Set(hits);
    return linesOf(visibleLines(text)).map((line, index): PaneLine => ({
      text: line,
      number: index + 1,
      kind: hit.has(index + 1) ? 'hit' : 'plain',
    }));
  }, [text, hits]);
  const excerpt = useMemo(() => (hits.length === 0 ? lines : folded(lines, line => line.kind === 'hit', 3)), [lines, hits]);
  const foldable = excerpt.length < lines.length;
  return (
    <figure className="ui-code">
      <div className="ui-code-box">
        <Pane lines={whole ? lines : excerpt} label={label} />
      </div>
      {foldable ? (
        <button type="button" className="link small" onClick={() => setWhole(!whole)}>
          {whole ? 'Only the lines around the evidence' : `All ${lines.length} lines`}
        </button>
      ) : null}
    </figure>
  );
};
