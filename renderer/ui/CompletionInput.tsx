import { Autocomplete as Base } from '@base-ui/react/autocomplete';
import { type ComponentProps, type KeyboardEvent, type ReactElement, type ReactNode, type RefObject, useState } from 'react';

export interface Completion {
  /** The whole text after it was taken. */
  readonly text: string;
  /** Where the caret stands then. */
  readonly caret: number;
  readonly label: ReactNode;
  /** A count, or what the word means. */
  readonly note: string;
}

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly completions: (text: string, caret: number) => readonly Completion[];
  /** Enter, Escape or the arrow down where nothing is offered: on to what the text is about. */
  readonly onLeave: () => void;
  readonly onCaret?: (caret: number | null) => void;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly inputProps?: Pick<
    ComponentProps<'input'>,
    'placeholder' | 'maxLength' | 'onScroll' | 'aria-describedby' | 'aria-invalid'
  >;
}

const leaving: ReadonlySet<string> = new Set(['Enter', 'Escape', 'ArrowDown']);

/** A text field that offers how the word at the caret may go on: arrows choose, Enter takes, Escape lets go. */
export const CompletionInput = ({
  label,
  value,
  onChange,
  completions,
  onLeave,
  onCaret,
  input,
  inputProps = {},
}: Props): ReactElement => {
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const offered = open ? completions(value, caret) : [];
  const shown = offered.length > 0;
  const told = (at: number): void => {
    setCaret(at);
    onCaret?.(at);
  };
  const take = (text: string): void => {
    const taken = offered.find(completion => completion.text === text);
    onChange(text);
    if (taken === undefined) return;
    told(taken.caret);
    setOpen(text.slice(0, taken.caret).endsWith(':'));
    requestAnimationFrame(() => input.current?.setSelectionRange(taken.caret, taken.caret));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement> & { preventBaseUIHandler?: () => void }): void => {
    if (event.nativeEvent.isComposing || !leaving.has(event.key)) return;
    const chosen = input.current?.getAttribute('aria-activedescendant') ?? null;
    if (shown && (event.key !== 'Enter' || chosen !== null)) return;
    event.preventBaseUIHandler?.();
    event.preventDefault();
    setOpen(false);
    onLeave();
  };
  return (
    <Base.Root<Completion>
      items={offered}
      mode="none"
      value={value}
      open={shown}
      itemToStringValue={completion => completion.text}
      onOpenChange={setOpen}
      onValueChange={(text, { reason }) => {
        if (reason === 'item-press') take(text);
        else {
          onChange(text);
          told(input.current?.selectionStart ?? text.length);
          setOpen(text !== '');
        }
      }}
    >
      <Base.Input
        {...inputProps}
        ref={input}
        aria-label={label}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onSelect={event => told(event.currentTarget.selectionStart ?? 0)}
        onBlur={() => onCaret?.(null)}
      />
      <Base.Portal>
        <Base.Positioner className="ui-menu-positioner" sideOffset={8} align="start">
          <Base.Popup className="ui-menu ui-completions">
            <Base.List>
              {(completion: Completion) => (
                <Base.Item key={completion.text} value={completion} className="ui-menu-item">
                  <span className="ui-menu-text mono">{completion.label}</span>
                  <span className="ui-completion-note">{completion.note}</span>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
};
