import { type KeyboardEvent, type ReactElement, type ReactNode, type Ref, useEffect, useState } from 'react';
import { Icon } from '#renderer/ui/Icon.tsx';

interface Props {
  readonly q: string;
  readonly onSearch: (q: string) => void;
  readonly onLeave: () => void;
  readonly input: Ref<HTMLInputElement>;
  readonly children?: ReactNode;
}

const settle = 80;

/** What is typed is applied when the hand rests; the address follows. */
export const SearchBar = ({ q, onSearch, onLeave, input, children }: Props): ReactElement => {
  const [text, setText] = useState(q);
  const [sent, setSent] = useState(q);
  if (q !== sent) {
    setSent(q);
    if (q !== text.trim()) setText(q);
  }
  useEffect(() => {
    const next = text.trim();
    if (next === sent) return undefined;
    const timer = setTimeout(() => {
      setSent(next);
      onSearch(next);
    }, settle);
    return () => clearTimeout(timer);
  }, [text, sent, onSearch]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    onLeave();
  };
  return (
    <div className="filter-bar" role="search">
      <label className="filter-box">
        <Icon name="search" />
        <span className="sr-only">Search the objects</span>
        <input
          ref={input}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder="name, namespace, label, or kind: ns: name:"
          spellCheck={false}
          autoComplete="off"
          maxLength={500}
        />
        {text === '' ? null : (
          <button type="button" className="filter-clear" aria-label="Clear the search" onClick={() => setText('')}>
            <Icon name="close" size={11} />
          </button>
        )}
      </label>
      {children}
    </div>
  );
};
