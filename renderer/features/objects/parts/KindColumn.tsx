import { type ReactElement, type ReactNode, useState } from 'react';
import type { ObjectKind, ObjectKinds } from '#contract/objects';
import { Icon } from '#renderer/ui/Icon.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { isLoud, unreadWords } from '../unread-words.ts';

interface Props {
  readonly kinds: ObjectKinds;
  readonly chosen: string | null;
  readonly onChoose: (resource: string | null) => void;
}

export interface KindGroups {
  /** With objects, or with a gap that somebody met. */
  readonly shown: readonly ObjectKind[];
  readonly notAsked: readonly ObjectKind[];
  readonly empty: readonly ObjectKind[];
}

const hasGap = ({ unread }: ObjectKind): boolean => unread.parts.some(isLoud);

/** A kind that was read and holds nothing is told apart from one that nobody read. */
export const groupKinds = (kinds: readonly ObjectKind[], chosen: string | null): KindGroups => {
  const isShown = (kind: ObjectKind): boolean => kind.count > 0 || hasGap(kind) || kind.resource === chosen;
  const rest = kinds.filter(kind => !isShown(kind));
  return {
    shown: kinds.filter(isShown),
    notAsked: rest.filter(({ unread }) => unread.count > 0),
    empty: rest.filter(({ unread }) => unread.count === 0),
  };
};

const Gap = ({ kind }: { readonly kind: ObjectKind }): ReactElement | null => {
  const [first] = kind.unread.parts;
  if (first === undefined || !isLoud(first)) return null;
  const words = unreadWords[first.state];
  return (
    <span className="kind-gap is-unknown" title={`${words}: ${visible(first.reason, 300)}`}>
      <Icon name="unknown" size={12} />
      {kind.count === 0 ? words : <span className="sr-only">{words} somewhere</span>}
    </span>
  );
};

const Choice = ({
  current,
  onChoose,
  title,
  children,
}: {
  readonly current: boolean;
  readonly onChoose: () => void;
  readonly title?: string;
  readonly children: ReactNode;
}): ReactElement => (
  <li>
    <button
      type="button"
      className={`kind ${current ? 'is-current' : ''}`}
      aria-current={current ? 'true' : undefined}
      title={title}
      onClick={onChoose}
    >
      {children}
    </button>
  </li>
);

const KindChoice = ({ kind, current, onChoose }: { kind: ObjectKind; current: boolean; onChoose: () => void }): ReactElement => (
  <Choice current={current} onChoose={onChoose} title={visible(kind.resource, 300)}>
    <span className="kind-name">{visible(kind.kind, 120)}</span>
    <Gap kind={kind} />
    {kind.count === 0 && hasGap(kind) ? null : <span className="num">{countText(kind.count)}</span>}
  </Choice>
);

const Folded = ({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement => {
  const [open, setOpen] = useState(false);
  return (
    <div className="kind-fold">
      <button type="button" className="facet-title" aria-expanded={open} onClick={() => setOpen(!open)}>
        {title}
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={11} />
      </button>
      {open ? <ul>{children}</ul> : null}
    </div>
  );
};

/** The second column: every kind with how many objects the search leaves of it. */
export const KindColumn = ({ kinds, chosen, onChoose }: Props): ReactElement => {
  const { shown, notAsked, empty } = groupKinds(kinds.kinds, chosen);
  const choice = (kind: ObjectKind): ReactElement => (
    <KindChoice key={kind.resource} kind={kind} current={kind.resource === chosen} onChoose={() => onChoose(kind.resource)} />
  );
  return (
    <nav className="facets kinds" aria-label="Kinds">
      <ul>
        <Choice current={chosen === null} onChoose={() => onChoose(null)}>
          <span className="kind-name">All kinds</span>
          <span className="num">{countText(kinds.matched)}</span>
        </Choice>
        {shown.map(choice)}
      </ul>
      {empty.length === 0 ? null : <Folded title={`${empty.length} without objects`}>{empty.map(choice)}</Folded>}
      {notAsked.length === 0 ? null : <Folded title={`${notAsked.length} not asked for`}>{notAsked.map(choice)}</Folded>}
      {kinds.omitted === 0 ? null : <p className="muted small">{countText(kinds.omitted)} further kinds are not listed.</p>}
    </nav>
  );
};
