import { Popover } from '@base-ui/react/popover';
import { type ReactElement, type ReactNode, useMemo, useState } from 'react';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';

export interface Option {
  readonly value: string;
  readonly label: ReactNode;
  /** What is searched. */
  readonly text: string;
}

interface Props {
  readonly label: string;
  readonly options: readonly Option[];
  /** Null: all. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
  /** Over the list: what narrows it in another way. */
  readonly head?: ReactNode;
  /** What that does, on the button. */
  readonly also?: string;
}

const most = 120;

/** Some of many, or all: the button tells how many. */
export const PickMany = ({ label, options, chosen, onChange, head, also }: Props): ReactElement => {
  const [text, setText] = useState('');
  const matching = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
    return options.filter(option => words.every(word => option.text.toLowerCase().includes(word)));
  }, [options, text]);
  const set = useMemo(() => new Set(chosen ?? options.map(({ value }) => value)), [chosen, options]);
  const told =
    chosen === null
      ? `all${options.length === 0 ? '' : ` ${options.length.toLocaleString('en')}`}`
      : chosen.length === 1
        ? (chosen[0] ?? '')
        : `${chosen.length} of ${options.length}`;
  const shown = also === undefined ? told : chosen === null ? also : `${told}, ${also}`;
  const put = (values: readonly string[]): void => onChange(values.length === options.length ? null : values);
  const toggle = (value: string): void =>
    // From all, a click means this one alone: to take one out of 83 is what nobody wants first.
    chosen === null ? onChange([value]) : put(set.has(value) ? chosen.filter(other => other !== value) : [...chosen, value]);
  return (
    <Popover.Root onOpenChange={open => (open ? setText('') : undefined)}>
      <Popover.Trigger className="ui-button ui-button-plain pick-many">
        <span className="muted">{label}</span> <span className="pick-told">{shown}</span>
        <Icon name="chevron-down" size={11} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="ui-menu-positioner" sideOffset={4} align="start">
          <Popover.Popup className="ui-menu pick-popup" aria-label={label}>
            {head}
            <input
              className="ui-input"
              aria-label={`Find among ${label.toLowerCase()}`}
              placeholder="Find"
              value={text}
              spellCheck={false}
              onChange={event => setText(event.target.value)}
            />
            <div className="pick-actions">
              <button type="button" className="link small" disabled={chosen === null} onClick={() => onChange(null)}>
                All
              </button>
              <button type="button" className="link small" disabled={chosen?.length === 0} onClick={() => onChange([])}>
                None
              </button>
            </div>
            <ul className="pick-list">
              {matching.slice(0, most).map(option => (
                <li key={option.value}>
                  <Checkbox checked={set.has(option.value)} onChange={() => toggle(option.value)}>
                    {option.label}
                  </Checkbox>
                </li>
              ))}
            </ul>
            {matching.length === 0 ? <p className="ui-menu-none">Nothing fits.</p> : null}
            {matching.length > most ? (
              <p className="muted small pick-more">{(matching.length - most).toLocaleString('en')} more: narrow the search.</p>
            ) : null}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};
