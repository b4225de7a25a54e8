import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { UnreadParts } from '#contract/objects';
import { routes } from '#renderer/app/routes.ts';
import { PartialNotice } from '#renderer/ui/Notice.tsx';
import { plural } from '#renderer/ui/time.ts';
import { isLoud, loudOf, onlyFiles, partsText } from '../unread-words.ts';

interface Props {
  readonly unread: UnreadParts;
  readonly snapshot: string;
}

/** What the list may lack, loudly where somebody tried to read it. */
export const UnreadNotice = ({ unread, snapshot }: Props): ReactElement | null => {
  const loud = loudOf(unread);
  return loud.parts.length === 0 ? null : (
    <PartialNotice action={<Link href={routes.coverage(snapshot)}>Coverage</Link>}>
      The list may lack objects, since this was not read: {partsText(loud)}.
    </PartialNotice>
  );
};

/** The same for what nobody asked for, and for files: a few words beside the count. */
export const QuietUnread = ({ unread, snapshot }: Props): ReactElement | null => {
  const quiet = unread.parts.some(isLoud) ? unread.count - loudOf(unread).count : unread.count;
  if (quiet === 0) return null;
  return (
    <span className="muted">
      ·{' '}
      {onlyFiles(unread) ? (
        'files do not say what else the cluster holds'
      ) : (
        <>
          {plural(quiet, 'kind or namespace', 'kinds or namespaces')} not asked for,{' '}
          <Link href={routes.coverage(snapshot)}>see Coverage</Link>
        </>
      )}
    </span>
  );
};
