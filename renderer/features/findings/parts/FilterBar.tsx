import { Fragment, type KeyboardEvent, type ReactElement, type Ref, useEffect, useRef, useState } from 'react';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { unusable } from '../filter-text.ts';
import { type Grouping, groupings } from '../list-state.ts';

interface Props {
  readonly q: string;
  readonly group: Grouping;
  readonly onFilter: (q: string) => void;
  readonly onGroup: (group: Grouping) => void;
  readonly onLeave: () => void;
  readonly input: Ref<HTMLInputElement>;
}

const settle = 60;

/** The typed text again, with the names of fields in the accent: it lies under the input, whose own text is clear. */
const Terms = ({ text }: { readonly text: string }): ReactElement => (
  <>
    {text.split(/(\s+)/u).map((word, index) => {
      const name = /^(?:severity|status|pack|ns|namespace|kind|rule|framework|fixable):/iu.exec(word)?.[0] ?? '';
      return (
        <Fragment key={index}>
          <span className="filter-name">{name}</span>
          {word.slice(name.length)}
        </Fragment>
      );
    })}
  </>
);

/** Filter text and grouping. What is typed is applied at once; the address follows. */
export const FilterBar = ({ q, group, onFilter, onGroup, onLeave, input }: Props): ReactElement => {
  const [text, setText] = useState(q);
  const [sent, setSent] = useState(q);
  const ghost = useRef<HTMLSpanElement>(null);
  if (q !== sent) {
    setSent(q);
    if (q !== text.trim()) setText(q);
  }
  useEffect(() => {
    const next = text.trim();
    if (next === sent) return undefined;
    const timer = setTimeout(() => {
      setSent(next);
      onFilter(next);
    }, settle);
    return () => clearTimeout(timer);
  }, [text, sent, onFilter]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    onLeave();
  };
  const bad = unusable(text);
  return (
    <div className="filter-bar" role="search">
      <label className="filter-box">
        <Icon name="search" />
        <span className="sr-only">Filter the findings</span>
        <span className="filter-field">
          <span className="filter-ghost" aria-hidden="true" ref={ghost}>
            <Terms text={text} />
          </span>
          <input
            ref={input}
            value={text}
            onChange={event => setText(event.target.value)}
            onKeyDown={onKeyDown}
            onScroll={event => ghost.current?.scrollTo({ left: event.currentTarget.scrollLeft })}
            placeholder="severity: ns: kind: rule: or text"
            spellCheck={false}
            autoComplete="off"
            maxLength={2000}
            aria-describedby={bad.length > 0 ? 'filter-bad' : undefined}
          />
        </span>
        {text === '' ? null : (
          <button type="button" className="filter-clear" aria-label="Clear the filter" onClick={() => setText('')}>
            <Icon name="close" size={11} />
          </button>
        )}
      </label>
      {bad.length === 0 ? null : (
        <span id="filter-bad" className="is-alert small">
          no such value: {bad.join(' ')}
        </span>
      )}
      <ChoiceMenu<Grouping> label="Group" value={group} choices={groupings} onChange={onGroup} />
    </div>
  );
};
