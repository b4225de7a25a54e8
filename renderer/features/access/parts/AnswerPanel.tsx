import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { usePaneWidth } from '#renderer/ui/pane-width.ts';
import { Splitter } from '#renderer/ui/Splitter.tsx';

const bounds = { least: 340, most: 480, usual: 364 } as const;

interface Props {
  readonly claim: ReactNode;
  readonly children: ReactNode;
  /** Scrolled to when it changes: the section of what is selected. */
  readonly selected: string | null;
  /** In a narrow window it lies over the drawing and can be put away. */
  readonly drawer: boolean;
  readonly onClose: () => void;
}

/** The answer in words beside the drawing. */
export const AnswerPanel = ({ claim, children, selected, drawer, onClose }: Props): ReactElement => {
  const [width, setWidth] = usePaneWidth('access', bounds.usual, bounds.least, bounds.most);
  const scroller = useRef<HTMLDivElement>(null);
  const had = useRef<string | null>(null);
  useEffect(() => {
    if (selected === null) {
      if (had.current !== null) scroller.current?.scrollTo({ top: 0 });
      had.current = null;
      return;
    }
    had.current = selected;
    const section = document.getElementById('access-selected');
    if (section !== null && scroller.current?.contains(section) === true)
      section.closest('.access-chosen')?.scrollIntoView({ block: 'start' });
  }, [selected]);
  return (
    <aside className={`ui-side access-panel ${drawer ? 'is-drawer' : ''}`} aria-label="Answer" style={{ width }}>
      {drawer ? null : <Splitter label="Width of Answer" value={width} pane="right" onChange={setWidth} {...bounds} />}
      <div className="panel-head access-claim">
        <h2>{claim}</h2>
        {drawer ? (
          <button type="button" className="ui-button ui-button-quiet" aria-label="Close the answer" onClick={onClose}>
            Close
          </button>
        ) : null}
      </div>
      <div className="panel-scroll" ref={scroller}>
        {children}
      </div>
    </aside>
  );
};
