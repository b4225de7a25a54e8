import type { ReactElement, ReactNode, Ref } from 'react';
import { Icon } from './Icon.tsx';

interface Props {
  readonly title: string;
  /** What the search box is called: "Search rules". */
  readonly searchLabel: string;
  readonly placeholder: string;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly input?: Ref<HTMLInputElement>;
  /** Filters, groupings and actions, at the right. */
  readonly children?: ReactNode;
}

/** The head of a page that is one list: its title, a search over the list, and what is done with it. */
export const ListHead = ({ title, searchLabel, placeholder, words, onWords, input, children }: Props): ReactElement => (
  <div className="page-bar">
    <h1>{title}</h1>
    <label className="filter-box">
      <Icon name="search" />
      <span className="sr-only">{searchLabel}</span>
      <input
        ref={input}
        value={words}
        onChange={event => onWords(event.target.value)}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
      />
    </label>
    {children}
  </div>
);
