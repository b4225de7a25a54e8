import { type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode, useState } from 'react';

const bounds = { least: 380, most: 480 } as const;

const clamp = (width: number): number => Math.min(bounds.most, Math.max(bounds.least, width));

/** The detail beside a list: between 380 and 480 px wide, by pointer or by arrow keys on its edge. */
export const SidePanel = ({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement => {
  const [width, setWidth] = useState(472);
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) setWidth(clamp(window.innerWidth - event.clientX));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? 16 : event.key === 'ArrowRight' ? -16 : 0;
    if (by === 0) return;
    setWidth(clamp(width + by));
    event.preventDefault();
  };
  return (
    <aside className="ui-side" aria-label={label} style={{ width }}>
      {/* A separator that takes focus is a widget by ARIA. */}
      <div
        className="ui-side-edge"
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`Width of ${label}`}
        aria-valuemin={bounds.least}
        aria-valuemax={bounds.most}
        aria-valuenow={width}
        onKeyDown={onKeyDown}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
      {children}
    </aside>
  );
};
