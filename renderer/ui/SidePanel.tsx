import type { ReactElement, ReactNode } from 'react';
import { usePaneWidth } from './pane-width.ts';
import { Splitter } from './Splitter.tsx';

const bounds = { least: 380, most: 480, usual: 472 } as const;

/** The detail beside a list: between 380 and 480 px wide, by pointer or by arrow keys on its edge. */
export const SidePanel = ({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement => {
  const [width, setWidth] = usePaneWidth('side', bounds.usual, bounds.least, bounds.most);
  return (
    <aside className="ui-side" aria-label={label} style={{ width }}>
      <Splitter label={`Width of ${label}`} value={width} pane="right" onChange={setWidth} {...bounds} />
      {children}
    </aside>
  );
};
