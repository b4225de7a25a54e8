import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ObjectName, Related } from '#contract/objects';
import { routes } from '#renderer/app/routes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { MiddleTruncate } from '#renderer/ui/MiddleTruncate.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { ownerWords } from '../relation-words.ts';

const Step = ({ owner, snapshot }: { readonly owner: Related; readonly snapshot: string }): ReactElement => {
  const name = <MiddleTruncate text={owner.name} className="mono" />;
  const word = ownerWords[owner.state];
  return (
    <>
      <span className="muted">{visible(owner.kind, 80)}</span>
      {owner.state === 'present' && owner.key !== null ? <Link href={routes.object(snapshot, owner.key)}>{name}</Link> : name}
      {word === '' ? null : (
        <span className={owner.state === 'unread' ? 'object-tag is-unknown' : 'object-tag'}>
          {word}
          {owner.how === '' ? '' : `: ${visible(owner.how, 120)}`}
        </span>
      )}
    </>
  );
};

interface Props {
  readonly owners: readonly Related[];
  readonly object: ObjectName;
  readonly snapshot: string;
}

/** Who made it, from the root down to itself. */
export const OwnerChain = ({ owners, object, snapshot }: Props): ReactElement | null =>
  owners.length === 0 ? null : (
    <nav className="owner-chain" aria-label="Owners">
      <ol>
        {owners.map(owner => (
          <li key={`${owner.kind} ${owner.name}`}>
            <Step owner={owner} snapshot={snapshot} />
            <Icon name="chevron-right" size={11} />
          </li>
        ))}
        <li aria-current="page">
          <span className="muted">{visible(object.kind, 80)}</span>
          <MiddleTruncate text={object.name} className="mono" />
        </li>
      </ol>
    </nav>
  );
