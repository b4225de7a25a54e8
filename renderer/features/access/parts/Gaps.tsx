import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Need } from '#contract/coverage';
import { routes } from '#renderer/app/routes.ts';
import { PartialNotice } from '#renderer/ui/Notice.tsx';
import { visible } from '#renderer/ui/visible.ts';
import { needText } from '../words.ts';

const most = 4;

/** Which lists were not read, so that "no" may be "unknown": above the answer. */
export const Gaps = ({ needs, snapshot }: { readonly needs: readonly Need[]; readonly snapshot: string }): ReactElement | null =>
  needs.length === 0 ? null : (
    <PartialNotice action={<Link href={routes.coverage(snapshot)}>Coverage</Link>}>
      Not read: {needs.slice(0, most).map(needText).join(', ')}
      {needs.length > most ? ` and ${needs.length - most} more` : ''}. What is shown is real; there may be more that it depends
      on.
    </PartialNotice>
  );

/** What an answer does not cover by its nature. */
export const Caveats = ({ caveats }: { readonly caveats: readonly string[] }): ReactElement | null =>
  caveats.length === 0 ? null : (
    <ul className="access-caveats muted small">
      {caveats.map(caveat => (
        <li key={caveat}>{visible(caveat, 400)}</li>
      ))}
    </ul>
  );
