import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';

interface Props {
  readonly label: string;
  /** Width in pixels of the pane that it resizes. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** Where the pane lies, seen from the splitter. */
  readonly pane: 'left' | 'right';
  readonly onChange: (value: number) => void;
  /** Back to it by a double click. */
  readonly usual: number;
}

const step = 16;

/** The line between two panes: dragged, or moved by the arrow keys, Home and End. A separator that takes focus is a widget by ARIA. */
export const Splitter = ({ label, value, least, most, pane, onChange, usual }: Props): ReactElement => {
  const to = (next: number): void => onChange(Math.min(most, Math.max(least, Math.round(next))));
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box !== undefined) to(pane === 'right' ? box.right - event.clientX : event.clientX - box.left);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const towards = pane === 'right' ? 1 : -1;
    const keys: Readonly<Record<string, number>> = {
      ArrowLeft: value + step * towards,
      ArrowRight: value - step * towards,
      Home: least,
      End: most,
    };
    const next = keys[event.key];
    if (next === undefined) return;
    to(next);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={`ui-splitter ui-splitter-${pane}`}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={value}
      onKeyDown={onKeyDown}
      onDoubleClick={() => to(usual)}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    />
  );
};
