import { Fragment, memo, type ReactElement, type ReactNode, type RefObject, useRef, useState } from 'react';
import { fieldNamed } from '#contract/filter-fields';
import { errorText, filterTextLimit, readFilter } from '#contract/filter-text';
import type { Facet } from '#contract/findings-query';
import { CompletionInput } from '#renderer/ui/CompletionInput.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { completionsOf } from '../completions.ts';
import { type Grouping, groupings } from '../list-state.ts';

interface Props {
  readonly q: string;
  readonly group: Grouping;
  readonly facets: readonly Facet[];
  readonly onFilter: (q: string) => void;
  readonly onGroup: (group: Grouping) => void;
  readonly onLeave: () => void;
  readonly input: RefObject<HTMLInputElement | null>;
  /** What stands behind the grouping. */
  readonly children?: ReactNode;
}

/** The typed text again, with the names of fields in the accent: it lies under the input, whose own text is clear. */
const Terms = ({ text }: { readonly text: string }): ReactElement => (
  <>
    {text.split(/(\s+)/u).map((word, index) => {
      const [name = '', sign = '', field = ''] = /^(-?)([a-z]+):/iu.exec(word) ?? [];
      const known = fieldNamed(field) !== undefined;
      return (
        <Fragment key={index}>
          {known ? (
            <>
              <span className="filter-not">{sign}</span>
              <span className="filter-name">{name.slice(sign.length)}</span>
              {word.slice(name.length)}
            </>
          ) : (
            word
          )}
        </Fragment>
      );
    })}
  </>
);

const GroupMenu = memo(({ group, onGroup }: Pick<Props, 'group' | 'onGroup'>): ReactElement => (
  <ChoiceMenu<Grouping> label="Group" value={group} choices={groupings} onChange={onGroup} />
));

/** Filter text and grouping. What is typed is applied at once; the address follows. */
export const FilterBar = memo(({ q, group, facets, onFilter, onGroup, onLeave, input, children }: Props): ReactElement => {
  const [text, setText] = useState(q);
  const [sent, setSent] = useState(q);
  const [caret, setCaret] = useState<number | null>(null);
  const ghost = useRef<HTMLSpanElement>(null);
  if (q !== sent) {
    setSent(q);
    if (q !== text.trim()) setText(q);
  }
  /** With the letter itself, so that both are drawn at once. */
  const type = (next: string): void => {
    setText(next);
    const asked = next.trim();
    if (asked === sent) return;
    setSent(asked);
    onFilter(asked);
  };
  // What is still being typed is not told as wrong.
  const errors = readFilter(text).errors.filter(({ from, to }) => caret === null || caret < from || caret > to);
  return (
    <>
      <div className="filter-bar" role="search">
        <div className="filter-box">
          <Icon name="search" />
          <span className="filter-field">
            <span className="filter-ghost" aria-hidden="true" ref={ghost}>
              <Terms text={text} />
            </span>
            <CompletionInput
              label="Filter the findings"
              value={text}
              onChange={type}
              completions={(typed, at) => completionsOf(typed, at, facets)}
              onLeave={onLeave}
              onCaret={setCaret}
              input={input}
              inputProps={{
                placeholder: 'severity: ns: kind: rule: or text',
                maxLength: filterTextLimit,
                onScroll: event => ghost.current?.scrollTo({ left: event.currentTarget.scrollLeft }),
                'aria-invalid': errors.length > 0,
                ...(errors.length > 0 ? { 'aria-describedby': 'filter-wrong' } : {}),
              }}
            />
          </span>
          {text === '' ? null : (
            <button type="button" className="filter-clear" aria-label="Clear the filter" onClick={() => type('')}>
              <Icon name="close" size={11} />
            </button>
          )}
        </div>
        <GroupMenu group={group} onGroup={onGroup} />
        {children}
      </div>
      {errors.length === 0 ? null : (
        <p id="filter-wrong" className="filter-wrong" role="status">
          <Icon name="warning" size={12} />
          {errors.slice(0, 2).map(error => (
            <span key={error.from}>{errorText(error)}</span>
          ))}
        </p>
      )}
    </>
  );
});
