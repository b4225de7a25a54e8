import { type ReactElement, useMemo, useState } from 'react';
import { diffRows, foldedPair } from './diffRows.ts';
import { folded } from './excerpt.ts';
import { Pane } from './Pane.tsx';
import { Segments } from './Segments.tsx';
import { visibleLines } from './visible.ts';

type View = 'side' | 'unified';

interface Props {
  readonly before: string;
  readonly after: string;
  readonly label: string;
  readonly beforeTitle?: string;
  readonly afterTitle?: string;
  /** Lets the reader choose; a narrow panel is unified alone. */
  readonly choice?: boolean;
  readonly title?: string;
  /** What is shown before the reader chooses; side by side needs room. */
  readonly first?: View;
}

/** A change of YAML. A text for screen readers says how many lines change; signs stand beside colours. */
export const Diff = ({
  before,
  after,
  label,
  beforeTitle = 'Before',
  afterTitle = 'After',
  choice = false,
  title,
  first = choice ? 'side' : 'unified',
}: Props): ReactElement => {
  const [view, setView] = useState<View>(first);
  const rows = useMemo(() => diffRows(visibleLines(before), visibleLines(after)), [before, after]);
  const unified = useMemo(() => folded(rows.unified, line => line.kind !== 'plain', 3), [rows]);
  const pair = useMemo(() => foldedPair(rows, lines => folded(lines, line => line.kind !== 'plain', 3)), [rows]);
  const summary = `${label}: ${rows.added} lines added, ${rows.removed} removed`;
  return (
    <figure className="ui-code" aria-label={summary}>
      {choice || title !== undefined ? (
        <div className="ui-diff-head">
          <h2>{title}</h2>
          {choice ? (
            <Segments<View>
              label="How to show the change"
              value={view}
              onChange={setView}
              choices={[
                { value: 'side', label: 'Side by side' },
                { value: 'unified', label: 'Unified' },
              ]}
            />
          ) : null}
        </div>
      ) : null}
      <div className="ui-code-box">
        {view === 'unified' ? (
          <Pane lines={unified} label={summary} signs />
        ) : (
          <div className="ui-diff-sides">
            <div className="ui-diff-side">
              <p className="ui-diff-title">{beforeTitle}</p>
              <Pane lines={pair.left} label={`${label}, before`} signs />
            </div>
            <div className="ui-diff-side">
              <p className="ui-diff-title">{afterTitle}</p>
              <Pane lines={pair.right} label={`${label}, after`} signs />
            </div>
          </div>
        )}
      </div>
    </figure>
  );
};
