import { type ReactElement, useState } from 'react';
import { Link } from 'wouter';
import type { ObjectName, Related, RelationGroup } from '#contract/objects';
import { routes } from '#renderer/app/routes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { countText } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { relationWords, stateWords } from '../relation-words.ts';
import { isLoud, partsText } from '../unread-words.ts';
import { Section } from '#renderer/ui/Section.tsx';

const few = 8;

const Item = ({
  item,
  object,
  snapshot,
}: {
  readonly item: Related;
  readonly object: ObjectName;
  readonly snapshot: string;
}): ReactElement => {
  const place = item.namespace === null || item.namespace === object.namespace ? '' : `${item.namespace}/`;
  const name = <MiddleTruncate text={`${place}${item.name}`} className="mono" />;
  const word = stateWords[item.state];
  return (
    <li className="relation-item">
      <span className="muted relation-kind">{visible(item.kind, 80)}</span>
      {item.state === 'present' && item.key !== null ? <Link href={routes.object(snapshot, item.key)}>{name}</Link> : name}
      {word === '' ? null : <span className={item.state === 'unread' ? 'object-tag is-unknown' : 'object-tag'}>{word}</span>}
      {item.how === '' ? null : <span className="muted relation-how">{visible(item.how, 160)}</span>}
    </li>
  );
};

/** A list that lacks what nobody read is never called complete. */
const Completeness = ({ group }: { readonly group: RelationGroup }): ReactElement | null => {
  const { unread, items } = group;
  if (unread.count === 0) return null;
  const loud = unread.parts.some(isLoud);
  return (
    <p className={loud ? 'small is-unknown relation-gap' : 'small muted relation-gap'}>
      <Icon name="unknown" size={12} />
      <span>
        {items.length === 0 ? 'Whether there are any is not known' : 'There may be more'}: {partsText(unread)}.
      </span>
    </p>
  );
};

const Group = ({
  group,
  object,
  snapshot,
}: {
  readonly group: RelationGroup;
  readonly object: ObjectName;
  readonly snapshot: string;
}): ReactElement => {
  const [whole, setWhole] = useState(false);
  const { items, total } = group;
  const title = relationWords[group.relation];
  const shown = whole ? items : items.slice(0, few);
  return (
    <div className="relation">
      <h3>
        {title} <span className="muted">{total === 0 ? (group.unread.count === 0 ? 'none' : '') : countText(total)}</span>
      </h3>
      {shown.length === 0 ? null : (
        <ul>
          {shown.map(item => (
            <Item key={`${item.kind} ${item.namespace ?? ''} ${item.name}`} item={item} object={object} snapshot={snapshot} />
          ))}
        </ul>
      )}
      {items.length > few ? (
        <button type="button" className="link small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? `Only the first ${few} of “${title}”` : `All ${countText(items.length)} of “${title}”`}
        </button>
      ) : null}
      {total > items.length ? <p className="muted small">{countText(total - items.length)} more are not listed.</p> : null}
      <Completeness group={group} />
    </div>
  );
};

interface Props {
  readonly groups: readonly RelationGroup[];
  readonly object: ObjectName;
  readonly snapshot: string;
}

/** What mounts, selects, binds or owns it, and what it does so to. */
export const Relations = ({ groups, object, snapshot }: Props): ReactElement => (
  <Section
    id="relations"
    title="Relations"
    note={groups.length === 0 ? undefined : groups.every(({ unread }) => unread.count === 0) ? 'complete' : 'not all was read'}
  >
    {groups.length === 0 ? (
      <p className="muted">No relations are known of this kind.</p>
    ) : (
      groups.map((group, index) => (
        <Group key={`${group.relation} ${String(index)}`} group={group} object={object} snapshot={snapshot} />
      ))
    )}
  </Section>
);
