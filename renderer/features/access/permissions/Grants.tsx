import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Grant } from '#contract/rbac';
import { routes } from '#renderer/app/routes.ts';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { refKey, refText } from '../words.ts';

const most = 12;

/** Each binding and rule that grants it: links to both objects. */
export const Grants = ({ snapshot, grants }: { readonly snapshot: string; readonly grants: readonly Grant[] }): ReactElement =>
  grants.length === 0 ? (
    <p className="muted">No rule grants it.</p>
  ) : (
    <>
      <ul className="grant-list">
        {grants.slice(0, most).map((grant, index) => (
          <li key={index}>
            <Link href={routes.object(snapshot, refKey(grant.binding))}>{refText(grant.binding)}</Link>
            <span className="muted">
              {' '}
              binds {visible(grant.subject, 120)} to rule {grant.rule + 1} of{' '}
            </span>
            <Link href={routes.object(snapshot, refKey(grant.role))}>{refText(grant.role)}</Link>
            {grant.baseline ? <span className="muted"> (baseline)</span> : null}
          </li>
        ))}
      </ul>
      {grants.length > most ? <p className="muted small">and {plural(grants.length - most, 'more rule')}</p> : null}
    </>
  );
